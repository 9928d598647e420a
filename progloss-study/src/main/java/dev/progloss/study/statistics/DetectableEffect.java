package dev.progloss.study.statistics;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The smallest true mean difference that a comparison with as many pairs, spread as widely, would
 * probably have seen: what "no difference shown" leaves possible.
 *
 * <p>That of a two-sided paired t test: the d for which a noncentral t of n - 1 degrees of freedom
 * and noncentrality d sqrt(n) / s lies beyond the critical value with the power asked for. It
 * assumes that differences are about normal and takes the spread s seen for the true one; with five
 * pairs s itself may well be off by a third, and so is this number.
 */
public final class DetectableEffect {

  /*
   * T' = (Z + l) / y with a standard normal Z and y = sqrt(chi2 / df), independent. Given Z = z, T'
   * exceeds c where y < (z + l) / c, so P(T' > c) is the integral of phi(z) F_y((z + l) / c). The
   * integrand is smooth and falls off like phi at both ends, where Simpson's rule gains digits
   * quickly; over y, critical values of 100 and more (one degree of freedom) would make it a cliff.
   */

  private static final double FAR = 9; // beyond, the normal distribution has 1e-19
  private static final int PARTS = 400;
  private static final int HALVINGS = 100;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final double freedom;
  private final double critical;
  private final ChiSquaredDistribution squares;

  private DetectableEffect(double freedom, double alpha) {
    this.freedom = freedom;
    critical = TDistribution.of(freedom).inverseSurvivalProbability(alpha / 2);
    squares = ChiSquaredDistribution.of(freedom);
  }

  /**
   * The smallest mean difference.
   *
   * @param differences one a pair, in any unit
   * @param alpha level of the test, above 0 and below 1, usually 0.05
   * @param power how probably it should be seen, above alpha and below 1, usually 0.8
   * @return in the unit of the differences, at least 0: 0 if they do not differ among each other,
   *     NaN for a single pair
   * @throws IllegalArgumentException if there is no pair, one is not finite, or alpha or power
   *     wrong
   */
  public static double of(double[] differences, double alpha, double power) {
    return of(List.of(differences), alpha, power);
  }

  /**
   * The smallest mean over data sets of their mean differences, each data set with a spread of its
   * own: degrees of freedom are Welch's and Satterthwaite's.
   *
   * @param strata differences of the pairs of each data set
   * @return NaN if a data set has a single pair
   */
  public static double of(List<double[]> strata, double alpha, double power) {
    if (!(alpha > 0 && alpha < power && power < 1)) {
      throw new IllegalArgumentException(
          "0 < alpha < power < 1 must hold, got alpha " + alpha + " and power " + power);
    }
    Strata checked = Strata.of(strata);
    double error = checked.standardError();
    if (!(error > 0)) {
      return error;
    }
    return error * new DetectableEffect(checked.freedom(), alpha).noncentrality(power);
  }

  private double noncentrality(double power) {
    double high = 1;
    while (power(high) < power) {
      high *= 2;
    }
    double low = 0;
    for (int i = 0; i < HALVINGS && high - low > 1e-12 * high; i++) {
      double middle = (low + high) / 2;
      if (power(middle) < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The chance that the test sees an effect of this noncentrality, on either side. */
  private double power(double noncentrality) {
    return beyond(noncentrality) + beyond(-noncentrality);
  }

  private double beyond(double noncentrality) {
    double from = Math.max(-noncentrality, -FAR);
    if (from >= FAR) {
      return 0;
    }
    return simpson(
        from,
        FAR,
        z -> {
          double ratio = (z + noncentrality) / critical;
          return NORMAL.density(z) * squares.cumulativeProbability(freedom * ratio * ratio);
        });
  }

  /** The parts are finer where the chi distribution is steep. */
  private double simpson(double from, double to, DoubleUnaryOperator curve) {
    int parts = 2 * (int) Math.ceil(PARTS / 2.0 * Math.max(1, Math.sqrt(freedom / 50)));
    double step = (to - from) / parts;
    double sum = curve.applyAsDouble(from) + curve.applyAsDouble(to);
    for (int i = 1; i < parts; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * curve.applyAsDouble(from + i * step);
    }
    return sum * step / 3;
  }
}
