/** The COCO evaluator against its reference and its peers: bits and times. */
@NullMarked
package dev.progloss.bench.coco;

import org.jspecify.annotations.NullMarked;
