package dev.progloss.core.schedule;

/**
 * A schedule with the clock it is read by.
 *
 * @param schedule what value at which fraction
 * @param horizon how progress becomes that fraction
 */
public record Paced(Schedule schedule, Horizon horizon) {

  /** A value that never changes; the horizon is then of no matter. */
  public static Paced constant(double value) {
    return new Paced(new Schedule.Constant(value), Horizon.EPOCH_OF_TOTAL);
  }

  /** A straight line read by the given clock. */
  public static Paced linear(double from, double to, Horizon horizon) {
    return new Paced(new Schedule.Linear(from, to), horizon);
  }

  /** The value where training stands. */
  public double at(Progress progress) {
    return schedule.at(horizon.fraction(progress));
  }
}
