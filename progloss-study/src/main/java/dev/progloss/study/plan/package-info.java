/** What is compared: arms, seeds, data sets, and where their runs lie. */
@NullMarked
package dev.progloss.study.plan;

import org.jspecify.annotations.NullMarked;
