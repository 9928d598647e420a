package dev.progloss.train.average;

import dev.progloss.core.error.ConfigException;

/**
 * How slowly the weight average follows.
 *
 * @param decay share of itself that the average keeps per update in the long run, in [0, 1)
 * @param rampUpdates updates over which it gets there, above 0
 */
public record WeightAverageConfig(double decay, double rampUpdates) {

  /** Checks the ranges. */
  public WeightAverageConfig {
    if (!(decay >= 0 && decay < 1)) {
      throw new ConfigException("train.average.decay: must be in [0, 1), got " + decay);
    }
    if (!(rampUpdates > 0 && Double.isFinite(rampUpdates))) {
      throw new ConfigException(
          "train.average.rampUpdates: must be finite and > 0, got " + rampUpdates);
    }
  }

  /** 0.9999, reached over 2000 updates. */
  public static WeightAverageConfig defaults() {
    return new WeightAverageConfig(0.9999, 2000);
  }

  /**
   * The share kept at an update: {@code decay · (1 − exp(−update / rampUpdates))}.
   *
   * @param update counted from 1
   */
  public double decayAt(long update) {
    return decay * (1 - Math.exp(-update / rampUpdates));
  }
}
