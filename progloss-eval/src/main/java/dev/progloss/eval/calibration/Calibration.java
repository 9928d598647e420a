package dev.progloss.eval.calibration;

import java.util.List;

/**
 * How far scores are from the shares of detections that hit: the detection expected calibration
 * error (D-ECE) and the bins of scores that make it up; never changes.
 *
 * <p>{@code error = sum over bins count / n * |mean score - share of hits|}, n the detections of
 * all bins. A detector of error 0 is right in 70 of 100 cases where it says 0.7. Whether it finds
 * everything is another question: objects that nothing was said about do not count here.
 *
 * @param error in 0..1; -1 without detections, and where a score above 1 shows that scores are no
 *     probabilities
 * @param bins {@value #BINS} equal ranges of scores from 0 to 1, the lower end in, the upper one
 *     out but for the last; of the first, only what scores at least {@value #FROM}
 * @see <a href="https://arxiv.org/abs/2004.13546">Küppers, Kronenberger, Shantia, Haselhoff,
 *     Multivariate Confidence Calibration for Object Detection, 2020, section 3: the form with
 *     confidence alone</a>
 */
public record Calibration(double error, List<Bin> bins) {

  /** How many bins there are. */
  public static final int BINS = 10;

  /**
   * The lowest score that counts. A detector hands in hundreds of boxes a picture with scores near
   * 0 that hit nothing: rightly calibrated, of no use, and so many that with them every error would
   * be near 0.
   */
  public static final double FROM = 0.05;

  /**
   * One range of scores.
   *
   * @param count detections in it
   * @param score their mean score in 0..1; -1 without any
   * @param hits share of them that hit, 0..1; -1 without any
   */
  public record Bin(long count, double score, double hits) {

    /** Nothing was seen. */
    static final Bin EMPTY = new Bin(0, -1, -1);
  }

  /** Copies the list and checks its length. */
  public Calibration {
    bins = List.copyOf(bins);
    if (bins.size() != BINS) {
      throw new IllegalArgumentException("there must be " + BINS + " bins, got " + bins.size());
    }
  }

  /** How many detections count. */
  public long count() {
    return bins.stream().mapToLong(Bin::count).sum();
  }
}
