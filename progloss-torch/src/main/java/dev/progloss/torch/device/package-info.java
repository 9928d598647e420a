/** Where tensors live and how they get there. */
@NullMarked
package dev.progloss.torch.device;

import org.jspecify.annotations.NullMarked;
