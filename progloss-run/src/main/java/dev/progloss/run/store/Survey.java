package dev.progloss.run.store;

import java.nio.file.Path;
import java.util.List;

/**
 * What a look through a folder of generations found.
 *
 * @param complete those whose every byte is as it was written, newest first
 * @param passedOver those that must not be believed, newest first
 */
public record Survey(List<Generation> complete, List<PassedOver> passedOver) {

  /** Copies the lists. */
  public Survey {
    complete = List.copyOf(complete);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * A generation that was not completed, or was damaged since.
   *
   * @param file its content, or where that would be
   * @param reason in words for people, after the file's name: {@code it has no marker}
   */
  public record PassedOver(Path file, String reason) {}
}
