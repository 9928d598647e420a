package dev.progloss.study.report;

import dev.progloss.study.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as reports write them. */
public final class Figures {

  private static final double POINTS = 100;
  private static final MathContext THREE = new MathContext(3);
  private static final double TINY = 1e-4;

  private Figures() {}

  /** AP with four decimals. */
  public static String ap(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** What a lens shows, with three decimals. */
  static String lens(double value) {
    String text = String.format(Locale.ROOT, "%.3f", Math.abs(value));
    return value < 0 && !text.equals("0.000") ? "−" + text : text;
  }

  /** A difference of AP in points of 0.01, with its sign. */
  public static String points(double difference) {
    String text = String.format(Locale.ROOT, "%.2f", Math.abs(POINTS * difference));
    boolean isZero = text.equals("0.00");
    return isZero ? text : (difference < 0 ? "−" : "+") + text;
  }

  /** A size in points, without a sign. */
  static String size(double difference) {
    return String.format(Locale.ROOT, "%.2f", POINTS * difference);
  }

  static String interval(Interval interval) {
    return points(interval.low()) + " to " + points(interval.high());
  }

  /** A probability with three digits that count. */
  public static String chance(double p) {
    if (p < TINY) {
      return "below 0.0001";
    }
    return new BigDecimal(p).round(THREE).stripTrailingZeros().toPlainString();
  }

  /** {@code = 0.31}, or {@code below 0.0001}. */
  static String chanceIs(double p) {
    return p < TINY ? chance(p) : "= " + chance(p);
  }
}
