/** What a run looks like: boxes, curves, matrices. */
@NullMarked
package dev.progloss.cli.picture;

import org.jspecify.annotations.NullMarked;
