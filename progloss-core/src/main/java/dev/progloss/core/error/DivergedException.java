package dev.progloss.core.error;

/** Training left the finite numbers. */
public final class DivergedException extends ProgLossException {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final double value;

  /**
   * An error about one number.
   *
   * @param what which: {@code o2o/box} for a term of a branch, {@code gradient norm}, {@code step
   *     size}
   * @param value what it was: NaN, infinite or far too large
   * @param message for people
   */
  public DivergedException(String what, double value, String message) {
    super(message, null);
    this.what = what;
    this.value = value;
  }

  /** Which number it was. */
  public String what() {
    return what;
  }

  /** What it was. */
  public double value() {
    return value;
  }
}
