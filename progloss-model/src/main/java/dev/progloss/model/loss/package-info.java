/** What training minimises: raw terms by branch, and the one place where they are weighted. */
@NullMarked
package dev.progloss.model.loss;

import org.jspecify.annotations.NullMarked;
