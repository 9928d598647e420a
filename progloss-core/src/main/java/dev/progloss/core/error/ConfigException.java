package dev.progloss.core.error;

/** A setting is wrong: file or key, rule, value got. */
public final class ConfigException extends ProgLossException {

  private static final long serialVersionUID = 1L;

  /** An error of this message. */
  public ConfigException(String message) {
    super(message, null);
  }

  /** An error of this message, with what led to it. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
