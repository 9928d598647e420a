package dev.progloss.study.statistics;

/**
 * One sample in five numbers.
 *
 * @param count how many values, at least 1
 * @param mean their mean
 * @param deviation sample standard deviation, with {@code count - 1} in the denominator; NaN for a
 *     single value, which says nothing about spread
 * @param minimum the least value
 * @param maximum the largest value
 */
public record Summary(int count, double mean, double deviation, double minimum, double maximum) {

  /**
   * Of these values.
   *
   * @throws IllegalArgumentException if there are none, or one is not finite
   */
  public static Summary of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values must not be empty");
    }
    double minimum = values[0];
    double maximum = values[0];
    double sum = 0;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("values must be finite, got " + value);
      }
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
      sum += value;
    }
    double mean = Math.min(Math.max(sum / values.length, minimum), maximum); // equals: exactly them
    return new Summary(values.length, mean, deviation(values, mean), minimum, maximum);
  }

  private static double deviation(double[] values, double mean) {
    if (values.length == 1) {
      return Double.NaN;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }
}
