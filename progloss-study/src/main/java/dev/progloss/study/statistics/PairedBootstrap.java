package dev.progloss.study.statistics;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Bootstrap interval of a mean of paired differences: where the mean lies if the pairs at hand
 * stand for all that might have been drawn.
 *
 * <p>Percentiles of the means of resamples, with the percentiles moved out as Hesterberg proposes
 * for small samples: the share to cut off at each end is {@code Phi(-sqrt(n / (n - 1)) * t)} with
 * the quantile t of Student's distribution of n - 1 degrees, not (1 - level) / 2. The low end is
 * the k-th smallest mean of N, k = ceil(share * N), the high end the k-th largest.
 *
 * <p>With several strata (data sets) each is resampled by itself, and the mean over strata is
 * taken. The widening is then that of the stratified mean, sqrt(sum of s_i^2 / n_i over sum of
 * s_i^2 (n_i - 1) / n_i^2), and the degrees of freedom are Welch's and Satterthwaite's; both are
 * the above for one stratum.
 *
 * <p>Where there are at most {@value #RESAMPLES} resamples of different content (one data set of up
 * to 8 pairs, two of 5), all of them are counted, each as often as it comes, and no random number
 * is used. Otherwise {@value #RESAMPLES} are drawn. Pure: the same numbers give the same interval.
 *
 * <p>Few pairs give short intervals still: with up to 4 pairs at 95 % the interval is the range of
 * the differences, and it never leaves that range, see {@link #mostCoverage}. In simulations
 * (PairedBootstrapTest) the 95 % interval held the true mean of normal differences 92.2 % of the
 * time with 5 pairs, where 93.75 % is the most, and 94.6 % with 10; that of skewed, exponential
 * ones 86.8 % and 91.3 %.
 *
 * @see <a href="https://arxiv.org/abs/1411.5279">Hesterberg, What Teachers Should Know About the
 *     Bootstrap, 2015</a>
 */
public final class PairedBootstrap {

  /** How many resamples are drawn, and the most that are counted. */
  public static final int RESAMPLES = 20_000;

  private PairedBootstrap() {}

  /**
   * The interval of the mean difference on one data set.
   *
   * @param differences one a pair, in any unit
   * @param level share of times it should hold the true mean, above 0 and below 1, usually 0.95
   * @param seed of what is drawn; the same gives the same interval
   * @return empty for a single pair, which says nothing about spread
   * @throws IllegalArgumentException if there is no pair, one is not finite, or the level is wrong
   */
  public static Optional<Interval> interval(double[] differences, double level, long seed) {
    return interval(List.of(differences), level, seed);
  }

  /**
   * The interval of the mean over data sets of their mean differences.
   *
   * @param strata the differences of each data set
   * @return empty if any data set has a single pair
   * @throws IllegalArgumentException if there is no stratum, one is empty, a number is not finite,
   *     or the level is wrong
   */
  public static Optional<Interval> interval(List<double[]> strata, double level, long seed) {
    Resamples.checkLevel(level);
    Strata checked = Strata.of(strata);
    double largest = checked.largestDeviation();
    if (Double.isNaN(largest)) {
      return Optional.empty();
    }
    if (largest == 0) {
      return Optional.of(new Interval(checked.mean(), checked.mean()));
    }
    double tail = tail(checked, largest, level);
    Resamples resamples =
        contents(checked) <= RESAMPLES ? ResampledMeans.all(checked) : drawn(checked, seed);
    return Optional.of(resamples.between(tail));
  }

  /** The share to cut off at each end; spreads are taken in units of the largest. */
  private static double tail(Strata strata, double largest, double level) {
    double variance = 0;
    double seen = 0; // by the bootstrap
    for (int i = 0; i < strata.count(); i++) {
      int n = strata.get(i).length;
      double part = Math.pow(Summary.of(strata.get(i)).deviation() / largest, 2) / n;
      variance += part;
      seen += part * (n - 1) / n;
    }
    return Resamples.expandedTail(level, Math.sqrt(variance / seen), strata.freedom());
  }

  /** How many resamples of different content there are: (2n - 1 over n) of each stratum. */
  private static double contents(Strata strata) {
    double contents = 1;
    for (int s = 0; s < strata.count(); s++) {
      int n = strata.get(s).length;
      for (int i = 1; i < n; i++) {
        contents *= (double) (n + i) / i;
      }
    }
    return Math.rint(contents);
  }

  private static Resamples drawn(Strata strata, long seed) {
    Random random = new Random(seed); // its numbers are the same in every version of Java
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int s = 0; s < strata.count(); s++) {
        sum += mean(strata.get(s), random);
      }
      means[i] = sum / strata.count();
    }
    return Resamples.drawn(means);
  }

  private static double mean(double[] differences, Random random) {
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      sum += differences[random.nextInt(differences.length)];
    }
    return sum / differences.length;
  }

  /**
   * The most often that an interval that never leaves the range of n differences can hold the
   * centre of a symmetric, continuous distribution, whatever its level: 1 - 2^(1 - n), since that
   * often not all n lie on one side. 5 pairs: 0.9375.
   *
   * @param n pairs, at least 1
   * @throws IllegalArgumentException if there is no pair
   */
  public static double mostCoverage(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1, got " + n);
    }
    return 1 - Math.scalb(1.0, 1 - n);
  }
}
