package dev.progloss.core.error;

import org.jspecify.annotations.Nullable;

/**
 * Something in the world, not in the program, is wrong; the message says what, where and how to
 * mend it.
 */
public abstract sealed class ProgLossException extends RuntimeException
    permits ConfigException, DataException, FormatException, DivergedException {

  private static final long serialVersionUID = 1L;

  ProgLossException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
