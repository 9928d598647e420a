/** Statistics of paired runs: exact tests, intervals, what could have been seen. */
@NullMarked
package dev.progloss.study.statistics;

import org.jspecify.annotations.NullMarked;
