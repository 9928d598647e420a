/** How fast training pictures are prepared. */
@NullMarked
package dev.progloss.bench.load;

import org.jspecify.annotations.NullMarked;
