/** Precision, recall and F1 over confidence. */
@NullMarked
package dev.progloss.eval.curve;

import org.jspecify.annotations.NullMarked;
