/** From raw outputs to detections. Plain arithmetic, no tensors. */
@NullMarked
package dev.progloss.model.decode;

import org.jspecify.annotations.NullMarked;
