/** What {@code bench/fast} runs: our own half of the comparison of speed, memory and start. */
@NullMarked
package dev.progloss.bench.fast;

import org.jspecify.annotations.NullMarked;
