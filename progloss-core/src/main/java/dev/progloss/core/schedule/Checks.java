package dev.progloss.core.schedule;

/** The two rules that every schedule keeps. */
final class Checks {

  private Checks() {}

  static void finite(double value, String name) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, got " + value);
    }
  }

  static void fraction(double p) {
    if (!(p >= 0 && p <= 1)) { // refuses NaN too
      throw new IllegalArgumentException("fraction of training must be in 0..1, got " + p);
    }
  }
}
