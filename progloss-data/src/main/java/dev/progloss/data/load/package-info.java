/** In which order samples come, and how they are prepared ahead. */
@NullMarked
package dev.progloss.data.load;

import org.jspecify.annotations.NullMarked;
