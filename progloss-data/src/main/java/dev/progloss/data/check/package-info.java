/** What a person should know of a data set before training on it. */
@NullMarked
package dev.progloss.data.check;

import org.jspecify.annotations.NullMarked;
