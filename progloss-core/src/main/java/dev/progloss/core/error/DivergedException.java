package dev.progloss.core.error;

/** Training left the finite numbers: step, branch, term, value. */
public final class DivergedException extends ProgLossException {

  private static final long serialVersionUID = 1L;

  /** An error of this message. */
  public DivergedException(String message) {
    super(message, null);
  }

  /** An error of this message, with what led to it. */
  public DivergedException(String message, Throwable cause) {
    super(message, cause);
  }
}
