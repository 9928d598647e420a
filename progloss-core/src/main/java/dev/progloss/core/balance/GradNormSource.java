package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;
import java.util.Arrays;

/**
 * See {@link WeightRule.GradNorm}.
 *
 * <p>With factor w and gradient norm G = w g of a task, the paper lets w go down the gradient of
 * {@code |G - mean G * r^asymmetry|} with the target held fixed: {@code g} times the sign of the
 * difference. Then factors are scaled so that their mean is 1. Here the steps of one batch are
 * measured in the mean of all g, so that the rate does not depend on the scale of the losses.
 */
final class GradNormSource implements WeightSource {

  /** A factor of 0 could not come back: its gradient would be 0 as well. */
  private static final double LEAST = 1e-3;

  private final TaskLosses losses;
  private final WeightRule.GradNorm rule;
  private final double[] factors;
  private final double[] first;

  /** Batches seen. */
  private final double[] count = new double[1];

  GradNormSource(TaskLosses losses, WeightRule.GradNorm rule) {
    this.losses = losses;
    this.rule = rule;
    this.factors = new double[losses.count()];
    this.first = new double[losses.count()];
    Arrays.fill(factors, 1);
  }

  @Override
  public LossWeights at(Progress progress) {
    return losses.weights(progress, factors.clone());
  }

  @Override
  public boolean readsGradients() {
    return true;
  }

  @Override
  public void learned(LossReport report) {
    double[] now = losses.of(report);
    if (count[0] == 0) {
      System.arraycopy(now, 0, first, 0, now.length);
    }
    count[0]++;
    double[] norms = new double[factors.length];
    double[] behind = new double[factors.length];
    for (int k = 0; k < norms.length; k++) {
      norms[k] = report.gradientNorms().getOrDefault(losses.task(k), 0.0);
      behind[k] = TaskLosses.ratio(now[k], first[k]);
    }
    move(norms, behind);
  }

  private void move(double[] norms, double[] behind) {
    double meanNorm = mean(norms);
    double meanBehind = mean(behind);
    double[] unweighted = new double[norms.length];
    for (int k = 0; k < norms.length; k++) {
      unweighted[k] = norms[k] / factors[k];
    }
    double unit = mean(unweighted);
    if (!(unit > 0) || Double.isInfinite(unit)) {
      return; // no gradient reached what is shared, or one beyond all numbers: nothing to compare
    }
    for (int k = 0; k < norms.length; k++) {
      double rate = TaskLosses.ratio(behind[k], meanBehind);
      double target = meanNorm * StrictMath.pow(rate, rule.asymmetry());
      double step = rule.rate() * Math.signum(norms[k] - target) * unweighted[k] / unit;
      factors[k] = Math.max(LEAST, factors[k] - step);
    }
    double scale = 1 / mean(factors);
    for (int k = 0; k < factors.length; k++) {
      factors[k] *= scale;
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  @Override
  public double[] state() {
    return StateArrays.joined(factors, first, count);
  }

  @Override
  public void restore(double[] state) {
    StateArrays.split(state, factors, first, count);
  }
}
