package dev.progloss.study.report;

import dev.progloss.study.result.Metric;
import dev.progloss.study.statistics.DetectableEffect;
import dev.progloss.study.statistics.Holm;
import dev.progloss.study.statistics.Interval;
import dev.progloss.study.statistics.PairedBootstrap;
import dev.progloss.study.statistics.SignFlips;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How an arm differs from the baseline in one number, over pairs of runs with the same seed.
 *
 * @param arm its name
 * @param metric the number
 * @param strata the pairs of each data set, those with none left out; at least one
 * @param mean of the differences; over several data sets, the mean of their means
 * @param interval that would hold the true mean in about 95 % of such comparisons; empty with one
 *     pair
 * @param p chance of a mean this far from zero if the arms were the same, by flipping signs
 * @param adjusted the same after Holm, over all arms that are compared with the baseline
 * @param smallest the least that {@code adjusted} could have been with so many pairs and arms
 * @param detectable the smallest true mean that a paired t test at 5 % over the number of arms
 *     would find in four of five such comparisons; empty where it cannot be known
 */
public record Difference(
    String arm,
    Metric metric,
    List<Stratum> strata,
    double mean,
    Optional<Interval> interval,
    double p,
    double adjusted,
    double smallest,
    OptionalDouble detectable) {

  /** Where a difference counts as shown. */
  static final double LEVEL = 0.05;

  static final double POWER = 0.8;
  private static final double COVERAGE = 0.95;
  private static final long BOOTSTRAP_SEED = 0;

  /** Copies the list. */
  public Difference {
    strata = List.copyOf(strata);
  }

  /**
   * The pairs of one data set.
   *
   * @param set its name
   * @param seeds of the pairs
   * @param differences arm minus baseline, seed by seed, in -1..1
   */
  public record Stratum(String set, List<Long> seeds, List<Double> differences) {

    /** Copies the lists. */
    public Stratum {
      seeds = List.copyOf(seeds);
      differences = List.copyOf(differences);
    }

    double[] values() {
      return differences.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /**
   * The pairs of one arm.
   *
   * @param strata at least one, none empty
   */
  record Pairs(String arm, List<Stratum> strata) {

    List<double[]> values() {
      return strata.stream().map(Stratum::values).toList();
    }

    int count() {
      return strata.stream().mapToInt(stratum -> stratum.differences().size()).sum();
    }
  }

  /** The differences of all arms in one number; they are adjusted for each other. */
  static List<Difference> of(Metric metric, List<Pairs> arms) {
    double[] p = arms.stream().mapToDouble(each -> SignFlips.pValue(each.values())).toArray();
    double[] adjusted = Holm.adjusted(p);
    double[] least = arms.stream().mapToDouble(each -> SignFlips.smallest(each.count())).toArray();
    double[] leastAdjusted = Holm.adjusted(least);
    List<Difference> all = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      Pairs pairs = arms.get(i);
      all.add(
          new Difference(
              pairs.arm,
              metric,
              pairs.strata,
              mean(pairs.values()),
              PairedBootstrap.interval(pairs.values(), COVERAGE, BOOTSTRAP_SEED),
              p[i],
              adjusted[i],
              leastAdjusted[i],
              detectable(pairs, arms.size())));
    }
    return all;
  }

  private static OptionalDouble detectable(Pairs pairs, int arms) {
    double effect = DetectableEffect.of(pairs.values(), LEVEL / arms, POWER);
    return effect > 0 && Double.isFinite(effect)
        ? OptionalDouble.of(effect)
        : OptionalDouble.empty();
  }

  private static double mean(List<double[]> strata) {
    double sum = 0;
    for (double[] stratum : strata) {
      double own = 0;
      for (double each : stratum) {
        own += each;
      }
      sum += own / stratum.length;
    }
    return sum / strata.size();
  }

  /** How many pairs there are. */
  public int pairs() {
    return strata.stream().mapToInt(stratum -> stratum.differences().size()).sum();
  }

  /** How many pairs the arm was above the baseline in. */
  public long up() {
    return strata.stream()
        .flatMap(stratum -> stratum.differences().stream())
        .filter(each -> each > 0)
        .count();
  }

  /** How many it was below in. */
  public long down() {
    return strata.stream()
        .flatMap(stratum -> stratum.differences().stream())
        .filter(each -> each < 0)
        .count();
  }

  /** Whether so many pairs could show a difference at all. */
  public boolean couldShow() {
    return smallest < LEVEL;
  }

  /** Whether a difference is shown. */
  public boolean isShown() {
    return adjusted < LEVEL;
  }

  /** Whether {@code p} counts every flip of signs. */
  public boolean isExact() {
    return pairs() <= SignFlips.MOST_EXACT;
  }
}
