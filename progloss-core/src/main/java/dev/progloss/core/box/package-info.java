/** Geometry in doubles: boxes, overlaps, letterboxing. */
@NullMarked
package dev.progloss.core.box;

import org.jspecify.annotations.NullMarked;
