package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;
import java.util.Arrays;

/** See {@link WeightRule.DynamicAverage}. */
final class DynamicAverageSource implements WeightSource {

  private final TaskLosses losses;
  private final double temperature;
  private final double[] sums;

  /** Means of the epoch before the running one, and of the one before that. */
  private final double[] before;

  private final double[] earlier;

  /** Batches in the sums; epochs that are done. */
  private final double[] counts = new double[2];

  DynamicAverageSource(TaskLosses losses, double temperature) {
    this.losses = losses;
    this.temperature = temperature;
    this.sums = new double[losses.count()];
    this.before = new double[losses.count()];
    this.earlier = new double[losses.count()];
  }

  @Override
  public LossWeights at(Progress progress) {
    double[] factors = new double[sums.length];
    Arrays.fill(factors, 1);
    if (counts[1] >= 2) {
      for (int k = 0; k < factors.length; k++) {
        factors[k] = TaskLosses.ratio(before[k], earlier[k]) / temperature;
      }
      TaskLosses.shares(factors);
    }
    return losses.weights(progress, factors);
  }

  @Override
  public void learned(LossReport report) {
    if (report.progress().epoch() > counts[1]) {
      endEpochs(report.progress().epoch()); // its last batch was left out
    }
    double[] now = losses.of(report);
    for (int k = 0; k < sums.length; k++) {
      sums[k] += now[k];
    }
    counts[0]++;
    if (report.progress().endsEpoch()) {
      endEpochs(report.progress().epoch() + 1);
    }
  }

  private void endEpochs(long done) {
    for (int k = 0; k < sums.length && counts[0] > 0; k++) {
      earlier[k] = before[k];
      before[k] = sums[k] / counts[0];
      sums[k] = 0;
    }
    counts[0] = 0;
    counts[1] = done;
  }

  @Override
  public double[] state() {
    return StateArrays.joined(sums, before, earlier, counts);
  }

  @Override
  public void restore(double[] state) {
    StateArrays.split(state, sums, before, earlier, counts);
  }
}
