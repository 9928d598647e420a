package dev.progloss.core.schedule;

/**
 * How progress is read as a fraction: what counts, and what it is divided by.
 *
 * <p>Two published progressive losses differ in just this, so it is part of a schedule and never an
 * accident. With E epochs of n batches, fraction 1 is reached: by {@link #EPOCH_OF_TOTAL} only
 * after the last epoch; by {@link #EPOCH_OF_LAST} throughout the last epoch; by {@link
 * #STEP_OF_TOTAL} only after the last batch; by {@link #STEP_OF_LAST} at the last batch.
 */
public enum Horizon {
  /** {@code t / T}: epoch over number of epochs, as the seed article has it. */
  EPOCH_OF_TOTAL("epoch/total") {
    @Override
    public double fraction(Progress progress) {
      return (double) progress.epoch() / progress.epochs();
    }
  },
  /**
   * {@code t / max(E - 1, 1)}: epoch over the last epoch's index, as the YOLO26 paper has it; at
   * most 1.
   */
  EPOCH_OF_LAST("epoch/last") {
    @Override
    public double fraction(Progress progress) {
      return Math.min(1, (double) progress.epoch() / Math.max(progress.epochs() - 1, 1));
    }
  },
  /** Batch over number of batches. */
  STEP_OF_TOTAL("step/total") {
    @Override
    public double fraction(Progress progress) {
      return progress.fraction();
    }
  },
  /** Batch over the last batch's index; at most 1. */
  STEP_OF_LAST("step/last") {
    @Override
    public double fraction(Progress progress) {
      return Math.min(1, (double) progress.step() / Math.max(progress.totalSteps() - 1, 1));
    }
  };

  private final String key;

  Horizon(String key) {
    this.key = key;
  }

  /** Whether the fraction changes within an epoch. */
  public boolean movesWithSteps() {
    return this == STEP_OF_TOTAL || this == STEP_OF_LAST;
  }

  /** The fraction of training that a schedule sees, in 0..1. */
  public abstract double fraction(Progress progress);

  /** How it is written after a schedule: {@code linear(2,0.5)@epoch/total}. */
  public String key() {
    return key;
  }
}
