/** Numbers that change over training, as pure functions of the fraction done. */
@NullMarked
package dev.progloss.core.schedule;

import org.jspecify.annotations.NullMarked;
