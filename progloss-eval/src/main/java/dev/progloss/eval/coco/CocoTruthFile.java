package dev.progloss.eval.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** The classes, each with the number of its objects: without crowds and unknown images. */
  List<CocoReport.ClassEntry> entries() {
    IdPlaces places = categoryPlaces();
    long[] counts = new long[places.size()];
    for (int row = 0; row < objects.size(); row++) {
      int place = places.of(objects.category(row));
      boolean known = images.of(objects.image(row)) != IdPlaces.NONE;
      if (place != IdPlaces.NONE && known && !objects.crowd(row)) {
        counts[place]++;
      }
    }
    List<CocoReport.ClassEntry> entries = new ArrayList<>();
    categories.forEach(
        (id, name) -> entries.add(new CocoReport.ClassEntry(id, name, counts[places.of(id)])));
    return entries;
  }
}
