/** Settings from defaults, files and arguments, and where each came from. */
@NullMarked
package dev.progloss.run.config;

import org.jspecify.annotations.NullMarked;
