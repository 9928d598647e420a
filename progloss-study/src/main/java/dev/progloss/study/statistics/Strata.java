package dev.progloss.study.statistics;

import java.util.List;

/**
 * Differences of pairs, data set by data set. What is estimated is the mean over the data sets of
 * each one's mean: a data set with more pairs weighs no more than another.
 */
final class Strata {

  private final List<double[]> strata;

  private Strata(List<double[]> strata) {
    this.strata = strata;
  }

  /**
   * Copies and checks the numbers.
   *
   * @throws IllegalArgumentException if there is no stratum, one is empty, or a number not finite
   */
  static Strata of(List<double[]> given) {
    if (given.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one stratum");
    }
    for (double[] stratum : given) {
      Summary.of(stratum); // checks the numbers
    }
    return new Strata(given.stream().map(double[]::clone).toList());
  }

  int count() {
    return strata.size();
  }

  /** The differences of a stratum; the array is this object's own. */
  double[] get(int stratum) {
    return strata.get(stratum);
  }

  /** How many pairs there are in all. */
  int pairs() {
    return strata.stream().mapToInt(each -> each.length).sum();
  }

  /** The mean over strata of their means. */
  double mean() {
    double sum = 0;
    for (double[] stratum : strata) {
      sum += Summary.of(stratum).mean();
    }
    return sum / strata.size();
  }

  /** The largest standard deviation of any; NaN if one has a single pair. */
  double largestDeviation() {
    double largest = 0;
    for (double[] stratum : strata) {
      largest = Math.max(largest, Summary.of(stratum).deviation());
    }
    return largest;
  }

  /**
   * Standard error of the mean over strata, each with a spread of its own.
   *
   * @return NaN if a stratum has a single pair
   */
  double standardError() {
    double variance = 0;
    for (double[] stratum : strata) {
      double deviation = Summary.of(stratum).deviation();
      variance += deviation * deviation / stratum.length;
    }
    return Math.sqrt(variance) / strata.size();
  }

  /**
   * Degrees of freedom of that error, by Welch and Satterthwaite; n - 1 for one stratum.
   *
   * @return NaN if a stratum has a single pair, or none differ among each other
   */
  double freedom() {
    double largest = largestDeviation(); // the unit, so that squares of squares stay in range
    double variance = 0;
    double squares = 0;
    for (double[] stratum : strata) {
      double part = Math.pow(Summary.of(stratum).deviation() / largest, 2) / stratum.length;
      variance += part;
      squares += part * part / (stratum.length - 1);
    }
    return variance * variance / squares;
  }

  /** What each pair adds to the mean over strata, stratum after stratum. */
  double[] shares() {
    double[] shares = new double[pairs()];
    int at = 0;
    for (double[] stratum : strata) {
      for (double difference : stratum) {
        shares[at++] = difference / stratum.length / strata.size();
      }
    }
    return shares;
  }
}
