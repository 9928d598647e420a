/** What happened in a run, line by line. */
@NullMarked
package dev.progloss.run.journal;

import org.jspecify.annotations.NullMarked;
