/** From samples to the tensors of one step: the one door between heap and device. */
@NullMarked
package dev.progloss.train.batch;

import org.jspecify.annotations.NullMarked;
