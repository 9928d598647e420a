package dev.progloss.study.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** What a bootstrap gave: values in ascending order, and how often each came. */
final class Resamples {

  private final double[] values;
  private final long[] counts;
  private final long total;

  private Resamples(double[] values, long[] counts) {
    this.values = values;
    this.counts = counts;
    this.total = Arrays.stream(counts).sum();
  }

  /** A value and how many resamples give it. */
  record Atom(double value, long count) {}

  /** All resamples that there are. */
  static Resamples counted(List<Atom> atoms) {
    List<Atom> sorted =
        atoms.stream().sorted(Comparator.comparingDouble(each -> each.value)).toList();
    return new Resamples(
        sorted.stream().mapToDouble(Atom::value).toArray(),
        sorted.stream().mapToLong(Atom::count).toArray());
  }

  /** Some that were drawn; sorts the array, which is this object's from here on. */
  static Resamples drawn(double[] values) {
    Arrays.sort(values);
    long[] once = new long[values.length];
    Arrays.fill(once, 1);
    return new Resamples(values, once);
  }

  /**
   * The share to cut off at each end for an interval that is as wide as Student's where the mean is
   * bell-shaped: a bootstrap alone is too narrow for few values.
   *
   * @param level in 0..1
   * @param widening how many times the standard error is what the bootstrap takes it for, at least
   *     1
   * @param freedom degrees of freedom of the spread, above 0
   */
  static double expandedTail(double level, double widening, double freedom) {
    double t = TDistribution.of(freedom).inverseSurvivalProbability((1 - level) / 2);
    return NormalDistribution.of(0, 1).survivalProbability(widening * t);
  }

  static void checkLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be above 0 and below 1, got " + level);
    }
  }

  /**
   * From the k-th smallest to the k-th largest, where k is the least whole number that is no
   * smaller than the share of all.
   */
  Interval between(double tail) {
    long rank = Math.max(1, (long) Math.ceil(tail * total));
    int low = 0;
    for (long seen = counts[0]; seen < rank; seen += counts[low]) {
      low++;
    }
    int high = values.length - 1;
    for (long seen = counts[high]; seen < rank; seen += counts[high]) {
      high--;
    }
    return new Interval(values[low], values[high]);
  }
}
