package dev.progloss.train.loop;

import dev.progloss.core.error.ConfigException;

/**
 * When a run saves besides after every epoch, and when it ends early. None of it changes a step.
 *
 * @param saveMinutes minutes after which it saves within an epoch; 0: never
 * @param patience epochs without a better AP after which it ends; 0: never
 * @param maxBadSteps batches in a row with a loss or gradient that is not finite at which it gives
 *     up, at least 1
 */
public record RunPolicy(double saveMinutes, int patience, int maxBadSteps) {

  private static final double NANOS_A_MINUTE = 60e9;

  /** Checks the numbers. */
  public RunPolicy {
    if (!(saveMinutes >= 0) || patience < 0 || maxBadSteps < 1) {
      throw new ConfigException(
          "save_minutes and patience must be at least 0 and max_bad_steps at least 1, got "
              + saveMinutes
              + ", "
              + patience
              + " and "
              + maxBadSteps);
    }
  }

  /** A save every ten minutes, no early end, five bad batches. */
  public static RunPolicy defaults() {
    return new RunPolicy(10, 0, 5);
  }

  /** Whether a save is due after so long without one. */
  boolean savesAfter(long nanos) {
    return saveMinutes > 0 && nanos >= saveMinutes * NANOS_A_MINUTE;
  }

  /** Whether the run has ended though batches are left: too long without a better AP. */
  public boolean hasEnded(Standing standing) {
    return patience > 0 && standing.next().epoch() - standing.bestEpochs() >= patience;
  }
}
