/** Whole runs from a config, and detectors in use: where the parts come together. */
@NullMarked
package dev.progloss.train.session;

import org.jspecify.annotations.NullMarked;
