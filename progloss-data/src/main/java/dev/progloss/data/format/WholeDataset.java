package dev.progloss.data.format;

import dev.progloss.data.dataset.DataReport;
import dev.progloss.data.dataset.Split;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * All splits of a data set, as far as they can be used.
 *
 * @param report what was found in all of them
 * @param splits those with a usable picture, train first; one whose pictures are another's is left
 *     out
 */
public record WholeDataset(DataReport report, Map<Split, FileDataset> splits) {

  /** Copies the map, in the order of splits. */
  public WholeDataset {
    Map<Split, FileDataset> sorted = new EnumMap<>(Split.class);
    sorted.putAll(splits);
    splits = Collections.unmodifiableMap(sorted);
  }

  static WholeDataset of(
      Map<Split, FileDataset.Content> contents, DataReport report, long maxPixels) {
    Map<Split, FileDataset> splits = new EnumMap<>(Split.class);
    contents.forEach(
        (split, content) -> {
          if (!content.entries().isEmpty()) {
            splits.put(split, new FileDataset(content, report, maxPixels));
          }
        });
    return new WholeDataset(report, splits);
  }
}
