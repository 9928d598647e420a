package dev.progloss.run.journal;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.TermTable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One batch's gradients for the trunk, term by term, and how well its matched boxes fit.
 *
 * @param norms norm of the gradient of each term as it was weighed; 0 for terms that do not reach
 *     the trunk
 * @param shares what each of these gradients brings to the norm of their sum: its projection on the
 *     sum's direction over the sum's norm. They add up to 1; one that pulls the other way is
 *     negative. Empty if the sum is 0
 * @param cosine of the angle between the gradient of all class terms and that of all terms of
 *     boxes, in -1..1; empty if one of them is 0
 * @param overlaps mean IoU of predicted box and object over the positives of each branch, in 0..1;
 *     no entry for a branch without positives
 */
public record GradientLook(
    TermTable norms, TermTable shares, OptionalDouble cosine, Map<Branch, Double> overlaps) {

  /** Copies the map. */
  public GradientLook {
    Map<Branch, Double> copy = new EnumMap<>(Branch.class);
    copy.putAll(overlaps);
    overlaps = Collections.unmodifiableMap(copy);
  }
}
