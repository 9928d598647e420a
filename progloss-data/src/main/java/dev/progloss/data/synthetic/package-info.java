/** Labelled pictures drawn from a seed. */
@NullMarked
package dev.progloss.data.synthetic;

import org.jspecify.annotations.NullMarked;
