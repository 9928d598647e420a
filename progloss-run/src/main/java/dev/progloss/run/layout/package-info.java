/** Where the files of a run are. */
@NullMarked
package dev.progloss.run.layout;

import org.jspecify.annotations.NullMarked;
