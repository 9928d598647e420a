/** How the cost of training grows with pictures, classes, objects, image size and model. */
@NullMarked
package dev.progloss.bench.scaling;

import org.jspecify.annotations.NullMarked;
