/**
 * What one image holds and what was found in it: what all analyses but the COCO numbers look at.
 */
@NullMarked
package dev.progloss.eval.scene;

import org.jspecify.annotations.NullMarked;
