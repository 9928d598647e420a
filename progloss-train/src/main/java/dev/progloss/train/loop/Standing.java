package dev.progloss.train.loop;

import dev.progloss.core.schedule.Progress;

/**
 * Where a run stands: all that the loop remembers from one step to the next, besides the learner.
 *
 * @param next the batch to come
 * @param best the best end-to-end AP so far; negative infinity where there was none
 * @param bestEpochs epochs that were done when it was reached
 * @param skippedInARow batches left out since the last one that was learned
 */
public record Standing(Progress next, double best, long bestEpochs, int skippedInARow) {

  /** The beginning of a run. */
  public static Standing begin(Progress first) {
    return new Standing(first, Double.NEGATIVE_INFINITY, 0, 0);
  }

  /** After the next batch was learned. */
  Standing learned() {
    return new Standing(after(next), best, bestEpochs, 0);
  }

  /** After the next batch was left out. */
  Standing skipped() {
    return new Standing(after(next), best, bestEpochs, skippedInARow + 1);
  }

  /** Whether this AP is better than any before. */
  boolean isBetter(double ap) {
    return ap > best;
  }

  /** After an evaluation gave this AP. */
  Standing judged(double ap) {
    return isBetter(ap) ? new Standing(next, ap, next.epoch(), skippedInARow) : this;
  }

  /** Whether no batch is left. */
  public boolean isAtEnd() {
    return next.step() == next.totalSteps();
  }

  private static Progress after(Progress batch) {
    return new Progress(batch.step() + 1, batch.stepsPerEpoch(), batch.epochs());
  }
}
