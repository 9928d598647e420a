/** Pictures on the heap: decoding, resizing, encoding. */
@NullMarked
package dev.progloss.data.image;

import org.jspecify.annotations.NullMarked;
