/** Networks that compute: one that learns and one that is served. */
@NullMarked
package dev.progloss.model.detector;

import org.jspecify.annotations.NullMarked;
