/** What the runs of a comparison left: their journals' story, and what of it is kept. */
@NullMarked
package dev.progloss.study.result;

import org.jspecify.annotations.NullMarked;
