/** Where a step's time goes. */
@NullMarked
package dev.progloss.train.profile;

import org.jspecify.annotations.NullMarked;
