package dev.progloss.study.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adjusts p values for the fact that several were looked at: with twenty arms that do nothing, one
 * p below 0.05 is to be expected. Step-down: the smallest of m is multiplied by m, the next by m -
 * 1 and so on; none is then below one before it, and none above 1. The chance that any arm without
 * effect has an adjusted p of at most a is at most a, whatever the arms share.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm, 1979</a>
 */
public final class Holm {

  private Holm() {}

  /**
   * Adjusted p values.
   *
   * @param pValues each in 0..1; may be empty
   * @return as many, in the order given
   * @throws IllegalArgumentException if one is not in 0..1; leave out arms without a p
   */
  public static double[] adjusted(double[] pValues) {
    for (double p : pValues) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("p must be in 0..1, got " + p);
      }
    }
    List<Integer> ascending =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .toList();
    double[] adjusted = new double[pValues.length];
    double least = 0;
    int left = pValues.length;
    for (int i : ascending) {
      least = Math.max(least, Math.min(1, left * pValues[i]));
      adjusted[i] = least;
      left--;
    }
    return adjusted;
  }
}
