/** Tests of what {@code bench/fast} relies on. */
@NullMarked
package dev.progloss.bench.fast;

import org.jspecify.annotations.NullMarked;
