package dev.progloss.core.balance;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What every part of the loss weighs at one moment.
 *
 * <p>{@code total = sum over branches alpha * sum over components lambda * gain * raw loss}.
 */
@SuppressWarnings("EnumOrdinal") // arrays inside one object; no order leaves it
public final class LossWeights {

  // By ordinal: made anew at every step, where boxes in maps would cost more than the schedules.
  private final double[] branches;
  private final double[] terms;
  private final double[] gains;

  /** One number for each branch, component and component; arrays that nobody changes any more. */
  LossWeights(double[] branches, double[] terms, double[] gains) {
    this.branches = branches;
    this.terms = terms;
    this.gains = gains;
  }

  /** Weight alpha of a branch. */
  public double branch(Branch branch) {
    return branches[branch.ordinal()];
  }

  /** Weight lambda of a component: the part that a term schedule moves. */
  public double term(Component component) {
    return terms[component.ordinal()];
  }

  /** Gain of a component: the part that never moves. */
  public double gain(Component component) {
    return gains[component.ordinal()];
  }

  /** What one raw loss is multiplied by: alpha times lambda times gain. */
  public double of(Branch branch, Component component) {
    return branch(branch) * term(component) * gain(component);
  }

  /** These with a factor upon one component, in both branches. */
  LossWeights scaled(Component component, double factor) {
    double[] scaled = terms.clone();
    scaled[component.ordinal()] *= factor;
    return new LossWeights(branches, scaled, gains);
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
        && Arrays.equals(branches, weights.branches)
        && Arrays.equals(terms, weights.terms)
        && Arrays.equals(gains, weights.gains);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(branches) + 31 * (Arrays.hashCode(terms) + 31 * Arrays.hashCode(gains));
  }

  @Override
  public String toString() {
    return "branches "
        + named(Branch.values(), branches)
        + ", terms "
        + named(Component.values(), terms)
        + ", gains "
        + named(Component.values(), gains);
  }

  private static String named(Enum<?>[] names, double[] numbers) {
    return Arrays.stream(names)
        .map(name -> name + "=" + numbers[name.ordinal()])
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
