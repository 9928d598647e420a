package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;
import java.util.List;

/** What a rule sees of the losses: one number a task. */
final class TaskLosses {

  private final WeightRule.Run run;
  private final List<Component> tasks;

  TaskLosses(WeightRule.Run run) {
    this.run = run;
    this.tasks = List.of(Component.values()).stream().filter(run.tasks()::contains).toList();
  }

  /** How many there are; their order is that of the components. */
  int count() {
    return tasks.size();
  }

  Component task(int k) {
    return tasks.get(k);
  }

  /** Each task's loss as the plan weighs it, both branches together; at least 0. */
  double[] of(LossReport report) {
    LossWeights weights = run.planned(report.progress());
    double[] losses = new double[tasks.size()];
    for (int k = 0; k < losses.length; k++) {
      for (Branch branch : Branch.values()) {
        if (report.raw().has(branch, tasks.get(k))) {
          losses[k] += weights.of(branch, tasks.get(k)) * report.raw().of(branch, tasks.get(k));
        }
      }
    }
    return losses;
  }

  /** The plan's weights with a factor upon each task. */
  LossWeights weights(Progress progress, double[] factors) {
    LossWeights weights = run.planned(progress);
    for (int k = 0; k < factors.length; k++) {
      weights = weights.scaled(tasks.get(k), factors[k]);
    }
    return weights;
  }

  /**
   * {@code K exp(x) / sum of exp(x)}: factors above 0 whose mean is 1.
   *
   * @param x overwritten
   */
  static double[] shares(double[] x) {
    double most = Double.NEGATIVE_INFINITY;
    for (double each : x) {
      most = Math.max(most, each);
    }
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      x[k] = StrictMath.exp(x[k] - most);
      sum += x[k];
    }
    for (int k = 0; k < x.length; k++) {
      x[k] *= x.length / sum;
    }
    return x;
  }

  /** {@code a / b}; 1 where there is nothing to compare with. */
  static double ratio(double a, double b) {
    return b > 0 && Double.isFinite(a / b) ? a / b : 1;
  }
}
