/** The progloss command: the only place that prints and that knows exit codes. */
@NullMarked
package dev.progloss.cli;

import org.jspecify.annotations.NullMarked;
