package dev.progloss.core.balance;

import java.util.Map;
import java.util.Objects;

/**
 * What every part of the loss weighs at one moment.
 *
 * <p>{@code total = sum over branches alpha * sum over components lambda * gain * raw loss}.
 */
public final class LossWeights {

  private final Map<Branch, Double> branches;
  private final Map<Component, Double> terms;
  private final Map<Component, Double> gains;

  /** Complete enum maps that nobody changes any more. */
  LossWeights(
      Map<Branch, Double> branches, Map<Component, Double> terms, Map<Component, Double> gains) {
    this.branches = branches;
    this.terms = terms;
    this.gains = gains;
  }

  /** Weight alpha of a branch. */
  public double branch(Branch branch) {
    return Objects.requireNonNull(branches.get(branch));
  }

  /** Weight lambda of a component: the part that a term schedule moves. */
  public double term(Component component) {
    return Objects.requireNonNull(terms.get(component));
  }

  /** Gain of a component: the part that never moves. */
  public double gain(Component component) {
    return Objects.requireNonNull(gains.get(component));
  }

  /** What one raw loss is multiplied by: alpha times lambda times gain. */
  public double of(Branch branch, Component component) {
    return branch(branch) * term(component) * gain(component);
  }

  /** The weighted sum of the raw losses that are present, always in the same order. */
  public double total(TermTable raw) {
    double total = 0;
    for (Branch branch : Branch.values()) {
      for (Component component : Component.values()) {
        if (raw.has(branch, component)) {
          total += of(branch, component) * raw.of(branch, component);
        }
      }
    }
    return total;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LossWeights weights
        && branches.equals(weights.branches)
        && terms.equals(weights.terms)
        && gains.equals(weights.gains);
  }

  @Override
  public int hashCode() {
    return branches.hashCode() + 31 * (terms.hashCode() + 31 * gains.hashCode());
  }

  @Override
  public String toString() {
    return "branches " + branches + ", terms " + terms + ", gains " + gains;
  }
}
