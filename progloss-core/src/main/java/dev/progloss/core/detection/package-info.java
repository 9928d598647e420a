/** What a detector is taught and what it says: annotations, detections, class names. */
@NullMarked
package dev.progloss.core.detection;

import org.jspecify.annotations.NullMarked;
