/** Whether one commit is slower than another. */
@NullMarked
package dev.progloss.bench.regress;

import org.jspecify.annotations.NullMarked;
