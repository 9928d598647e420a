package dev.progloss.model.architecture;

/**
 * What a detector looks like.
 *
 * @param scale its size
 * @param classes how many classes it tells apart, at least 1
 * @param bins R, distance bins a side: 1 regresses distances directly, 16 is the classic
 *     distribution focal head
 * @param oneToOne whether it has a one-to-one branch beside the one-to-many branch
 * @param objectness whether every branch also says if there is anything at all, whatever its class
 */
public record DetectorConfig(
    Scale scale, int classes, int bins, boolean oneToOne, boolean objectness) {

  /** Checks the numbers. */
  public DetectorConfig {
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1, got " + classes);
    }
    if (bins < 1) {
      throw new IllegalArgumentException("bins must be at least 1, got " + bins);
    }
  }

  /** Without objectness. */
  public DetectorConfig(Scale scale, int classes, int bins, boolean oneToOne) {
    this(scale, classes, bins, oneToOne, false);
  }

  /** Both branches, distances regressed directly. */
  public static DetectorConfig of(Scale scale, int classes) {
    return new DetectorConfig(scale, classes, 1, true);
  }
}
