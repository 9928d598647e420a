/** The running average of weights that is evaluated and kept. */
@NullMarked
package dev.progloss.train.average;

import org.jspecify.annotations.NullMarked;
