/** Weights on disk: to serve, and to go on from. */
@NullMarked
package dev.progloss.train.checkpoint;

import org.jspecify.annotations.NullMarked;
