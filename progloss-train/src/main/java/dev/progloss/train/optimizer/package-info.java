/** Optimisers that turn gradients into steps: MuSGD, SGD and AdamW. */
@NullMarked
package dev.progloss.train.optimizer;

import org.jspecify.annotations.NullMarked;
