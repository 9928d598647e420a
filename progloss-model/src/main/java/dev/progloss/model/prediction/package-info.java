/** What a network says, before it is decoded: named tensors of one step. */
@NullMarked
package dev.progloss.model.prediction;

import org.jspecify.annotations.NullMarked;
