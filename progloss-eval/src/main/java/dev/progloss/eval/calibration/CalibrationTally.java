package dev.progloss.eval.calibration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Gathers scores and hits in bins. What stays are three numbers a bin. Not safe for several threads
 * at once.
 */
public final class CalibrationTally {

  private final long[] counts = new long[Calibration.BINS];
  private final long[] hits = new long[Calibration.BINS];
  private final double[] scores = new double[Calibration.BINS];
  private boolean isBeyond;

  /**
   * Adds a detection; one below {@link Calibration#FROM}, or of score NaN, does not count.
   *
   * @param score any number; one above 1 makes everything undefined
   * @param hit whether it is right
   */
  public void add(double score, boolean hit) {
    isBeyond |= score > 1;
    if (!(score >= Calibration.FROM && score <= 1)) {
      return;
    }
    int bin = Math.min(Calibration.BINS - 1, (int) (score * Calibration.BINS));
    counts[bin]++;
    hits[bin] += hit ? 1 : 0;
    scores[bin] += score;
  }

  /** What was added so far. */
  public Calibration calibration() {
    if (isBeyond) {
      return new Calibration(-1, Collections.nCopies(Calibration.BINS, Calibration.Bin.EMPTY));
    }
    List<Calibration.Bin> bins = new ArrayList<>();
    double off = 0;
    long all = 0;
    for (int i = 0; i < Calibration.BINS; i++) {
      bins.add(bin(i));
      all += counts[i];
      off += Math.abs(scores[i] - hits[i]);
    }
    return new Calibration(all == 0 ? -1 : off / all, bins);
  }

  private Calibration.Bin bin(int i) {
    return counts[i] == 0
        ? Calibration.Bin.EMPTY
        : new Calibration.Bin(counts[i], scores[i] / counts[i], (double) hits[i] / counts[i]);
  }
}
