package dev.progloss.study.statistics;

/**
 * Numbers from one to another, both ends included.
 *
 * @param low finite, at most {@code high}
 * @param high finite
 */
public record Interval(double low, double high) {

  /** Checks the order. */
  public Interval {
    if (!(low <= high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "low must be finite and not above high, got " + low + " and " + high);
    }
  }

  /** Whether a number lies in it or on an end. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }
}
