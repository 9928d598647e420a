/** Labelled pictures, in a fixed order. */
@NullMarked
package dev.progloss.data.dataset;

import org.jspecify.annotations.NullMarked;
