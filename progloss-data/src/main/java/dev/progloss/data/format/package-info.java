/** Data sets on disk: YOLO and COCO, read with every defect told, and written. */
@NullMarked
package dev.progloss.data.format;

import org.jspecify.annotations.NullMarked;
