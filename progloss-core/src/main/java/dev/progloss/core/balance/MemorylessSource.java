package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Weights that follow from progress alone: nothing to tell it, nothing to remember.
 *
 * @param weights what a batch's losses weigh
 */
record MemorylessSource(Function<Progress, LossWeights> weights) implements WeightSource {

  /** See {@link WeightRule.Planned}. */
  static WeightSource planned(WeightRule.Run run) {
    return new MemorylessSource(run::planned);
  }

  /** See {@link WeightRule.RandomWeights}. */
  static WeightSource random(WeightRule.Run run) {
    TaskLosses losses = new TaskLosses(run);
    return new MemorylessSource(
        progress -> {
          SplittableRandom random = StepRandom.at(run.seed(), progress.step());
          double[] factors = new double[losses.count()];
          for (int k = 0; k < factors.length; k++) {
            factors[k] = StepRandom.normal(random);
          }
          return losses.weights(progress, TaskLosses.shares(factors));
        });
  }

  @Override
  public LossWeights at(Progress progress) {
    return weights.apply(progress);
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
