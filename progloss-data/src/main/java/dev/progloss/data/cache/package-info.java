/** Scaled pictures that need not be decoded again: on the heap, or in files. */
@NullMarked
package dev.progloss.data.cache;

import org.jspecify.annotations.NullMarked;
