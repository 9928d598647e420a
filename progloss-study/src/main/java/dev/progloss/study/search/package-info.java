/** A search for weights of losses: candidates, rungs of ever longer runs, and who is left. */
@NullMarked
package dev.progloss.study.search;

import org.jspecify.annotations.NullMarked;
