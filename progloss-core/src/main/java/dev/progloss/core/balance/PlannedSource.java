package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;

/** The plan alone: remembers nothing. */
record PlannedSource(WeightRule.Run run) implements WeightSource {

  @Override
  public LossWeights at(Progress progress) {
    return run.planned(progress);
  }

  @Override
  public void learned(LossReport report) {}

  @Override
  public double[] state() {
    return new double[0];
  }

  @Override
  public void restore(double[] state) {
    StateArrays.requireLength(state, 0);
  }
}
