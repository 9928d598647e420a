/** Which anchors learn which objects. Plain arithmetic, no tensors. */
@NullMarked
package dev.progloss.model.assign;

import org.jspecify.annotations.NullMarked;
