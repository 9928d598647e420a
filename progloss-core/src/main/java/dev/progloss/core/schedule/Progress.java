package dev.progloss.core.schedule;

/**
 * Where training stands: the only clock that schedules see.
 *
 * <p>It is derived from the batch index alone, so a schedule has no state that a restart could
 * lose.
 *
 * @param step batches begun before this one over the whole run, from 0 to {@code totalSteps}
 * @param stepsPerEpoch batches an epoch, at least 1
 * @param epochs epochs of the whole run, at least 1
 */
public record Progress(long step, long stepsPerEpoch, long epochs) {

  /** Checks the three numbers against each other. */
  public Progress {
    if (stepsPerEpoch < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          "stepsPerEpoch and epochs must be at least 1, got " + stepsPerEpoch + " and " + epochs);
    }
    if (step < 0 || step > Math.multiplyExact(stepsPerEpoch, epochs)) {
      throw new IllegalArgumentException(
          "step must be in 0.." + stepsPerEpoch * epochs + ", got " + step);
    }
  }

  /**
   * Progress at the start of an epoch, counted from 0; {@code epoch == epochs} is the end of the
   * run.
   */
  public static Progress atEpoch(long epoch, long epochs) {
    return new Progress(epoch, 1, epochs);
  }

  /** The epoch of this batch, from 0; equal to {@code epochs} only when the run is over. */
  public long epoch() {
    return step / stepsPerEpoch;
  }

  /** Batches of the whole run. */
  public long totalSteps() {
    return stepsPerEpoch * epochs;
  }

  /** Share of the run's batches that are done, in 0..1. */
  public double fraction() {
    return (double) step / totalSteps();
  }

  /**
   * The same batch in a run of so many epochs; that run's last batch where this one is after it.
   *
   * @param others at least 1
   */
  public Progress within(long others) {
    return new Progress(Math.min(step, stepsPerEpoch * others - 1), stepsPerEpoch, others);
  }

  /** Whether this is the first batch of its epoch. */
  public boolean startsEpoch() {
    return step % stepsPerEpoch == 0;
  }

  /** Whether this is the last batch of its epoch. */
  public boolean endsEpoch() {
    return (step + 1) % stepsPerEpoch == 0;
  }
}
