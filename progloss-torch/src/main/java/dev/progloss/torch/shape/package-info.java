/** Shapes of tensors, checked where they enter. */
@NullMarked
package dev.progloss.torch.shape;

import org.jspecify.annotations.NullMarked;
