/** One class a command: reads key=value arguments, calls the library, prints. */
@NullMarked
package dev.progloss.cli.command;

import org.jspecify.annotations.NullMarked;
