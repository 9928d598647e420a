/** Whether a score is the probability that its detection is right. */
@NullMarked
package dev.progloss.eval.calibration;

import org.jspecify.annotations.NullMarked;
