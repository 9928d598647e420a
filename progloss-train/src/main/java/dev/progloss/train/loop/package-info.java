/** One training step, and the loop around it. */
@NullMarked
package dev.progloss.train.loop;

import org.jspecify.annotations.NullMarked;
