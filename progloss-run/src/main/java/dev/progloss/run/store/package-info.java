/** Checkpoints that outlive the process, the disk's failures and a second process. */
@NullMarked
package dev.progloss.run.store;

import org.jspecify.annotations.NullMarked;
