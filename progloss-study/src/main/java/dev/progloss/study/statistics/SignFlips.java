package dev.progloss.study.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Exact two-sided test of paired differences: how often would chance alone give a mean difference
 * at least as far from zero as the one seen?
 *
 * <p>If two arms do the same, each difference might as well have had the other sign. All 2^n ways
 * to give the n differences signs are then equally likely, and p is the share of them with a
 * statistic at least as large as the one seen. The statistic is |mean over strata of the stratum's
 * mean difference|; a stratum is a data set. Nothing is assumed about how differences are spread,
 * but that they are symmetric where nothing is to be found.
 *
 * <p>Up to {@value #MOST_EXACT} pairs all signs are counted; above that {@value #TRIES} are drawn,
 * and p is (hits + 1) / (tries + 1), which never claims more than was tried (Phipson and Smyth).
 *
 * <p>How small p can get depends on the number of pairs alone, see {@link #smallest}. Pure: the
 * same numbers give the same p.
 *
 * @see <a href="https://doi.org/10.2202/1544-6115.1585">Phipson and Smyth, 2010</a>
 */
public final class SignFlips {

  /*
   * A sum over all pairs is one over the first half plus one over the second. With the 2^(n/2) sums
   * of the second half in order, those that are large enough beside a given one of the first are
   * found by bisection: 2^20 numbers and bisections for 40 pairs, not 2^40 sums; 5 pairs take
   * microseconds.
   *
   * Signs come in twos: all turned round, the sum is the negative one, to the last bit. So counting
   * sums at or above the one seen and doubling gives those on both sides. Sums that ought to be equal
   * may differ by rounding: 40 additions of numbers that add up to A in size are wrong by at most
   * 40 * 2^-53 * A < 5e-15 A. A tolerance of 1e-12 A therefore loses no tie.
   */

  /** So many pairs are counted out; more are drawn. */
  public static final int MOST_EXACT = 40;

  /** How many signs are drawn for more pairs. */
  public static final int TRIES = 100_000;

  private static final double TOLERANCE = 1e-12;
  private static final long SEED = 0;

  private SignFlips() {}

  /**
   * The p value of the differences of one data set.
   *
   * @param differences one a pair, in any unit
   * @return above 0, at most 1; 1 if all differences are 0
   * @throws IllegalArgumentException if there are none, or one is not finite
   */
  public static double pValue(double[] differences) {
    return pValue(List.of(differences));
  }

  /**
   * The p value of the differences of several data sets together.
   *
   * @param strata the differences of each data set
   * @return above 0, at most 1
   * @throws IllegalArgumentException if there is no stratum, one is empty, or a number not finite
   */
  public static double pValue(List<double[]> strata) {
    return pValue(strata, SEED);
  }

  /**
   * The same with a seed, which matters for more than {@value #MOST_EXACT} pairs alone.
   *
   * @param seed any number; the same gives the same p
   */
  public static double pValue(List<double[]> strata, long seed) {
    double[] shares = Strata.of(strata).shares();
    double size = Arrays.stream(shares).map(Math::abs).sum();
    double least = Math.abs(Arrays.stream(shares).sum()) - TOLERANCE * size;
    if (least <= 0) {
      return 1; // no sum is nearer to zero
    }
    return shares.length <= MOST_EXACT ? counted(shares, least) : drawn(shares, least, seed);
  }

  private static double counted(double[] shares, double least) {
    int half = shares.length / 2;
    double[] first = sums(Arrays.copyOfRange(shares, 0, half));
    double[] second = sums(Arrays.copyOfRange(shares, half, shares.length));
    Arrays.sort(second);
    long above = 0;
    for (double sum : first) {
      above += second.length - firstAtLeast(second, least - sum);
    }
    return Math.scalb((double) above, 1 - shares.length);
  }

  /** The sums with all signs, in no order. */
  private static double[] sums(double[] shares) {
    double[] sums = new double[1 << shares.length];
    int size = 1;
    for (double share : shares) {
      for (int i = 0; i < size; i++) {
        sums[size + i] = sums[i] - share;
        sums[i] += share;
      }
      size *= 2;
    }
    return sums;
  }

  private static int firstAtLeast(double[] ascending, double limit) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double drawn(double[] shares, double least, long seed) {
    Random random = new Random(seed); // its numbers are the same in every version of Java
    int hits = 0;
    for (int i = 0; i < TRIES; i++) {
      double sum = 0;
      for (double share : shares) {
        sum += random.nextBoolean() ? share : -share;
      }
      hits += Math.abs(sum) >= least ? 1 : 0;
    }
    return (hits + 1.0) / (TRIES + 1.0);
  }

  /**
   * The least p that so many pairs can give, whatever their differences: 2 / 2^n while all signs
   * are counted, for all pairs must then point the same way. 5 pairs: 0.0625, so that five seeds
   * can never be "significant at 0.05".
   *
   * @param pairs of all strata, at least 1
   * @throws IllegalArgumentException if there is no pair
   */
  public static double smallest(int pairs) {
    if (pairs < 1) {
      throw new IllegalArgumentException("pairs must be at least 1, got " + pairs);
    }
    return pairs <= MOST_EXACT ? Math.scalb(1.0, 1 - pairs) : 1 / (TRIES + 1.0);
  }
}
