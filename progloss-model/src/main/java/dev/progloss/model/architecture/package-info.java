/** The network as data: records that any interpreter can walk. */
@NullMarked
package dev.progloss.model.architecture;

import org.jspecify.annotations.NullMarked;
