/** Detection quality as the COCO benchmark measures it, to the last bit. */
@NullMarked
package dev.progloss.eval.coco;

import org.jspecify.annotations.NullMarked;
