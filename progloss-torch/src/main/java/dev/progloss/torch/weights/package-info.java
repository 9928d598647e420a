/** Named tensors on disk. */
@NullMarked
package dev.progloss.torch.weights;

import org.jspecify.annotations.NullMarked;
