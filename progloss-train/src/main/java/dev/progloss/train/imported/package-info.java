/** Weights that others wrote: found in their files, matched with our networks, taken over. */
@NullMarked
package dev.progloss.train.imported;

import org.jspecify.annotations.NullMarked;
