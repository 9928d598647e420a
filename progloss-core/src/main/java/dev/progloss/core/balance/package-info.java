/** ProgLoss itself: the weights of branches and terms, and what they make of raw losses. */
@NullMarked
package dev.progloss.core.balance;

import org.jspecify.annotations.NullMarked;
