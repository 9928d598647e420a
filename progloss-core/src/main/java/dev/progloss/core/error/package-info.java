/** The family of errors that a person can mend, each with its exit code's meaning. */
@NullMarked
package dev.progloss.core.error;

import org.jspecify.annotations.NullMarked;
