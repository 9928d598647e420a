/** Why detections and objects do not agree, and what each reason costs. */
@NullMarked
package dev.progloss.eval.errors;

import org.jspecify.annotations.NullMarked;
