/** What the benchmarks may depend on. */
@NullMarked
package dev.progloss.bench.licences;

import org.jspecify.annotations.NullMarked;
