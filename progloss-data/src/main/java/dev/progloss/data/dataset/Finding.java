package dev.progloss.data.dataset;

import java.nio.file.Path;

/**
 * One defect or oddity in a data set.
 *
 * @param severity whether it stops training
 * @param file the file it is in
 * @param line line in that file, from 1, blank lines counted; 0 where lines have no meaning
 * @param where the entry inside the file, such as {@code annotations[3]}; may be empty
 * @param message what is wrong, with the value got, and how to mend it
 */
public record Finding(Severity severity, Path file, int line, String where, String message) {

  /** Checks the line. */
  public Finding {
    if (line < 0) {
      throw new IllegalArgumentException("line must not be negative, got " + line);
    }
  }

  /** As a compiler would say it: {@code file:line: where: message}. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (where.isEmpty() ? "" : where + ": ")
        + message;
  }
}
