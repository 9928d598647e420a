package dev.progloss.core.error;

/** A data set is wrong: file and line or image, rule, value got. */
public final class DataException extends ProgLossException {

  private static final long serialVersionUID = 1L;

  /** An error of this message. */
  public DataException(String message) {
    super(message, null);
  }

  /** An error of this message, with what led to it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
