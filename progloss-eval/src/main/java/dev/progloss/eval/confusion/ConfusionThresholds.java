package dev.progloss.eval.confusion;

/**
 * What counts in a confusion matrix.
 *
 * @param confidence detections below it do not count, 0..1
 * @param overlap IoU that a pair must exceed, 0..1
 */
public record ConfusionThresholds(double confidence, double overlap) {

  /** Checks the ranges. */
  public ConfusionThresholds {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be in 0..1, got " + confidence);
    }
    if (!(overlap >= 0 && overlap <= 1)) {
      throw new IllegalArgumentException("overlap must be in 0..1, got " + overlap);
    }
  }

  /** Those that detector users are used to: confidence 0.25, IoU 0.45. */
  public static ConfusionThresholds usual() {
    return new ConfusionThresholds(0.25, 0.45);
  }
}
