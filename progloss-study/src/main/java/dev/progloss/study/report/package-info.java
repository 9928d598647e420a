/** What a comparison found, as numbers, words and files. */
@NullMarked
package dev.progloss.study.report;

import org.jspecify.annotations.NullMarked;
