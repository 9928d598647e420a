package dev.progloss.eval.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * A COCO ground-truth file.
 *
 * @param images ids
 * @param categories names by id, ascending
 * @param objects in file order
 */
record CocoTruthFile(IdPlaces images, SortedMap<Long, String> categories, BoxColumns objects) {

  /**
   * Reads a file. A missing {@code iscrowd} is 0, a missing {@code area} width times height.
   *
   * @throws dev.progloss.core.error.DataException if it is not of this form, with file and line
   */
  static CocoTruthFile read(Path file) {
    try {
      return FastTruth.read(FileBytes.read(file));
    } catch (UnusualJsonException | IOException e) {
      return CarefulTruth.read(file);
    }
  }

  IdPlaces categoryPlaces() {
    return IdPlaces.of(categories.keySet().stream().mapToLong(id -> id).toArray());
  }
}
