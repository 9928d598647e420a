package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;
import java.util.Arrays;

/**
 * See {@link WeightRule.RelativeBalance}.
 *
 * <p>The paper compares a batch with itself; here weights are asked for before the batch has
 * losses, so all that it says of batch t is told from t - 1.
 */
final class RelativeBalanceSource implements WeightSource {

  private final TaskLosses losses;
  private final WeightRule.RelativeBalance rule;
  private final long seed;
  private final double[] factors;
  private final double[] first;
  private final double[] before;

  /** Batches seen. */
  private final double[] count = new double[1];

  RelativeBalanceSource(TaskLosses losses, WeightRule.RelativeBalance rule, long seed) {
    this.losses = losses;
    this.rule = rule;
    this.seed = seed;
    this.factors = new double[losses.count()];
    this.first = new double[losses.count()];
    this.before = new double[losses.count()];
    Arrays.fill(factors, 1);
  }

  @Override
  public LossWeights at(Progress progress) {
    return losses.weights(progress, factors.clone());
  }

  @Override
  public void learned(LossReport report) {
    double[] now = losses.of(report);
    if (count[0] == 0) {
      System.arraycopy(now, 0, first, 0, now.length);
    } else {
      boolean keepsPast =
          StepRandom.at(seed, report.progress().step()).nextDouble() < rule.lookback();
      double[] toFirst = compared(now, first);
      double[] toBefore = compared(now, before);
      for (int k = 0; k < factors.length; k++) {
        double past = keepsPast ? factors[k] : toFirst[k];
        factors[k] = rule.memory() * past + (1 - rule.memory()) * toBefore[k];
      }
    }
    System.arraycopy(now, 0, before, 0, now.length);
    count[0]++;
  }

  private double[] compared(double[] now, double[] then) {
    double[] x = new double[now.length];
    for (int k = 0; k < x.length; k++) {
      x[k] = TaskLosses.ratio(now[k], then[k]) / rule.temperature();
    }
    return TaskLosses.shares(x);
  }

  @Override
  public double[] state() {
    return StateArrays.joined(factors, first, before, count);
  }

  @Override
  public void restore(double[] state) {
    StateArrays.split(state, factors, first, before, count);
  }
}
