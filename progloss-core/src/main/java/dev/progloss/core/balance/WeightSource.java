package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;

/**
 * Says what every loss weighs, batch by batch, and may learn from what the losses were.
 *
 * <p>Two sources of one rule that are told the same give the same weights; what they have seen is
 * in {@link #state()} and nowhere else. Not safe for several threads at once.
 */
public interface WeightSource {

  /**
   * Every weight for the batch to come.
   *
   * @param progress where training stands
   */
  LossWeights at(Progress progress);

  /** Whether {@link LossReport#gradientNorms} must be measured for it, which costs time. */
  default boolean readsGradients() {
    return false;
  }

  /** Is told of a batch that was learned; not of one that was left out. */
  void learned(LossReport report);

  /** All that it remembers; never the same array twice. */
  double[] state();

  /**
   * Takes up what another source of the same rule remembered.
   *
   * @throws IllegalArgumentException if it cannot be of the same rule
   */
  void restore(double[] state);
}
