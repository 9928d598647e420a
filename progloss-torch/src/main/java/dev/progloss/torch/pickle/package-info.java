/** Pickled data read as plain values: nothing in it is ever looked up, made or run. */
@NullMarked
package dev.progloss.torch.pickle;

import org.jspecify.annotations.NullMarked;
