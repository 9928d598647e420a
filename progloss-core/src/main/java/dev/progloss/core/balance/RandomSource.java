package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;
import java.util.SplittableRandom;

/** See {@link WeightRule.RandomWeights}. */
record RandomSource(TaskLosses losses, long seed) implements WeightSource {

  @Override
  public LossWeights at(Progress progress) {
    SplittableRandom random = StepRandom.at(seed, progress.step());
    double[] factors = new double[losses.count()];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = StepRandom.normal(random);
    }
    return losses.weights(progress, TaskLosses.shares(factors));
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
