/** What the fault tests of all modules counted. */
@NullMarked
package dev.progloss.bench.faults;

import org.jspecify.annotations.NullMarked;
