/** Which classes are taken for which. */
@NullMarked
package dev.progloss.eval.confusion;

import org.jspecify.annotations.NullMarked;
