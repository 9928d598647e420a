/** Who owns native memory, and when it is freed. */
@NullMarked
package dev.progloss.torch.scope;

import org.jspecify.annotations.NullMarked;
