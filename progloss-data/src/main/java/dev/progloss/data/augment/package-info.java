/**
 * What happens to a picture before a detector learns from it: pure functions of a random stream.
 */
@NullMarked
package dev.progloss.data.augment;

import org.jspecify.annotations.NullMarked;
