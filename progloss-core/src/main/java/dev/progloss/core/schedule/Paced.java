package dev.progloss.core.schedule;

/**
 * A schedule with the clock it is read by.
 *
 * @param schedule what value at which fraction
 * @param horizon how progress becomes that fraction
 * @param isAveraged whether it stands still at its own mean over the run: the same weight on
 *     average, without the progression
 */
public record Paced(Schedule schedule, Horizon horizon, boolean isAveraged) {

  /** A schedule that moves. */
  public Paced(Schedule schedule, Horizon horizon) {
    this(schedule, horizon, false);
  }

  /** A value that never changes; the horizon is then of no matter. */
  public static Paced constant(double value) {
    return new Paced(new Schedule.Constant(value), Horizon.EPOCH_OF_TOTAL);
  }

  /** A straight line read by the given clock. */
  public static Paced linear(double from, double to, Horizon horizon) {
    return new Paced(new Schedule.Linear(from, to), horizon);
  }

  /** Throughout, the mean of what this gives over all batches of the run. */
  public Paced averaged() {
    return new Paced(schedule, horizon, true);
  }

  /** The value where training stands. */
  public double at(Progress progress) {
    return isAveraged ? mean(progress) : schedule.at(horizon.fraction(progress));
  }

  /** Computed anew each time: as cheap as the schedule where it moves with epochs. */
  private double mean(Progress progress) {
    long parts = horizon.movesWithSteps() ? progress.totalSteps() : progress.epochs();
    long stepsPerEpoch = horizon.movesWithSteps() ? progress.stepsPerEpoch() : 1;
    double sum = 0;
    for (long k = 0; k < parts; k++) {
      sum += schedule.at(horizon.fraction(new Progress(k, stepsPerEpoch, progress.epochs())));
    }
    return sum / parts;
  }

  /** As runs of before there were means have it in their files, where this does not average. */
  @Override
  public String toString() {
    return "Paced[schedule="
        + schedule
        + ", horizon="
        + horizon
        + (isAveraged ? ", averaged" : "")
        + "]";
  }
}
