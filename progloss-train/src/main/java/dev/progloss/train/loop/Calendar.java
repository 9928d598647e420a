package dev.progloss.train.loop;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Progress;

/**
 * After which epochs the detector is judged: every so many, and always after the last.
 *
 * @param epochsBetween at least 1
 */
public record Calendar(int epochsBetween) {

  private static final int USUAL_EVALUATIONS = 10;

  /** Checks the number. */
  public Calendar {
    if (epochsBetween < 1) {
      throw new ConfigException("val_period must be at least 1, got " + epochsBetween);
    }
  }

  /** About ten evaluations over a run: enough to see a curve, little of its time. */
  public static Calendar forRun(int epochs) {
    return new Calendar(Math.max(1, epochs / USUAL_EVALUATIONS));
  }

  /** Whether the detector is judged after this batch. */
  public boolean evaluatesAfter(Progress batch) {
    boolean isLast = batch.step() == batch.totalSteps() - 1;
    return isLast || (batch.endsEpoch() && (batch.epoch() + 1) % epochsBetween == 0);
  }
}
