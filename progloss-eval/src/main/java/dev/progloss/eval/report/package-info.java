/** All that an evaluation tells, together. */
@NullMarked
package dev.progloss.eval.report;

import org.jspecify.annotations.NullMarked;
