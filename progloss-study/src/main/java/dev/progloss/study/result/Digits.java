package dev.progloss.study.result;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers that are for drawing. */
public final class Digits {

  private static final MathContext SIX = new MathContext(6);

  private Digits() {}

  /**
   * A number to six digits.
   *
   * @throws NumberFormatException if it is not finite
   */
  public static double six(double value) {
    return new BigDecimal(value).round(SIX).doubleValue();
  }
}
