package dev.progloss.train.profile;

/**
 * How long one phase took.
 *
 * @param phase which
 * @param count in how many steps it came, at least 1
 * @param medianMillis its median over these steps, milliseconds
 * @param totalMillis its sum over all steps, milliseconds
 */
public record PhaseTime(Phase phase, int count, double medianMillis, double totalMillis) {

  /** Nanoseconds in a millisecond. */
  static final double NANOS = 1e6;

  static PhaseTime of(Phase phase, Durations durations) {
    return new PhaseTime(
        phase, durations.count(), durations.median() / NANOS, durations.total() / NANOS);
  }
}
