/** Learning rate, momentum and accumulation as pure functions of the batch index. */
@NullMarked
package dev.progloss.train.rate;

import org.jspecify.annotations.NullMarked;
