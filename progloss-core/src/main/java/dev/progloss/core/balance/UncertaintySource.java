package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;

/** See {@link WeightRule.Uncertainty}. */
final class UncertaintySource implements WeightSource {

  /** Factors stay within e^-10 and e^10: a task whose loss is 0 would else grow for ever. */
  private static final double FARTHEST = 10;

  private final TaskLosses losses;
  private final double rate;
  private final double[] logVariances;

  UncertaintySource(TaskLosses losses, double rate) {
    this.losses = losses;
    this.rate = rate;
    this.logVariances = new double[losses.count()];
  }

  @Override
  public LossWeights at(Progress progress) {
    double[] factors = new double[logVariances.length];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = StrictMath.exp(-logVariances[k]);
    }
    return losses.weights(progress, factors);
  }

  @Override
  public void learned(LossReport report) {
    double[] now = losses.of(report);
    for (int k = 0; k < now.length; k++) {
      double gradient = 1 - StrictMath.exp(-logVariances[k]) * now[k];
      double next = logVariances[k] - rate * gradient;
      logVariances[k] = Math.max(-FARTHEST, Math.min(FARTHEST, next));
    }
  }

  @Override
  public double[] state() {
    return logVariances.clone();
  }

  @Override
  public void restore(double[] state) {
    StateArrays.split(state, logVariances);
  }
}
