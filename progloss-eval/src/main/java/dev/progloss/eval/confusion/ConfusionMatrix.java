package dev.progloss.eval.confusion;

import java.util.Arrays;

/**
 * How often which class was detected as which. Made by {@link ConfusionAnalysis}; never changes.
 */
public final class ConfusionMatrix {

  private final ConfusionThresholds thresholds;
  private final long[][] counts;

  ConfusionMatrix(ConfusionThresholds thresholds, long[][] counts) {
    this.thresholds = thresholds;
    this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /** What counted. */
  public ConfusionThresholds thresholds() {
    return thresholds;
  }

  /** How many classes there are; the background comes after the last. */
  public int classes() {
    return counts.length - 1;
  }

  /**
   * How often objects of a class were detected as another.
   *
   * @param detected class index, or {@link #classes} for not at all
   * @param actual class index, or {@link #classes} for nothing there
   */
  public long count(int detected, int actual) {
    return counts[detected][actual];
  }
}
