package dev.progloss.core.error;

/** A file is not of the form it claims: file, offset, expected, found. */
public final class FormatException extends ProgLossException {

  private static final long serialVersionUID = 1L;

  /** An error of this message. */
  public FormatException(String message) {
    super(message, null);
  }

  /** An error of this message, with what led to it. */
  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
