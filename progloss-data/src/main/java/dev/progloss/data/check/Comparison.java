package dev.progloss.data.check;

import dev.progloss.data.dataset.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds pictures that are in a data set more than once, by what is known of each. */
final class Comparison {

  private final Map<PictureReference, Fingerprint> fingerprints;
  private final Map<PictureReference, Integer> groupOf = new HashMap<>();
  private final List<Likeness> found = new ArrayList<>();

  /**
   * A comparison.
   *
   * @param fingerprints of those that were decoded, in the order of splits; may be empty
   */
  Comparison(Map<PictureReference, Fingerprint> fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** All that are the same or, across splits, look alike. */
  List<Likeness> of(List<List<PictureReference>> sameFiles) {
    for (List<PictureReference> group : sameFiles) {
      int number = found.size();
      group.forEach(picture -> groupOf.put(picture, number));
      found.add(new Likeness(Likeness.How.BYTES, group));
    }
    samePixels();
    alike();
    return List.copyOf(found);
  }

  private void samePixels() {
    Map<String, List<PictureReference>> byPixels = new LinkedHashMap<>();
    fingerprints.forEach(
        (picture, fingerprint) ->
            byPixels
                .computeIfAbsent(fingerprint.pixels(), unused -> new ArrayList<>())
                .add(picture));
    for (List<PictureReference> group : byPixels.values()) {
      Integer number = groupOf.get(group.get(0));
      boolean isToldByBytes =
          number != null && group.stream().allMatch(each -> number.equals(groupOf.get(each)));
      if (group.size() > 1 && !isToldByBytes) {
        found.add(new Likeness(Likeness.How.PIXELS, group));
      }
    }
  }

  /** For each picture of a later split, the most alike one of each earlier split. */
  private void alike() {
    for (Split later : Split.values()) {
      for (Split earlier : Split.values()) {
        if (earlier.compareTo(later) < 0) {
          alike(showing(earlier), showing(later));
        }
      }
    }
  }

  private List<Map.Entry<PictureReference, Fingerprint>> showing(Split split) {
    return fingerprints.entrySet().stream()
        .filter(each -> each.getKey().split() == split && !each.getValue().isPlain())
        .toList();
  }

  private void alike(
      List<Map.Entry<PictureReference, Fingerprint>> earlier,
      List<Map.Entry<PictureReference, Fingerprint>> later) {
    for (Map.Entry<PictureReference, Fingerprint> picture : later) {
      earlier.stream()
          .filter(other -> picture.getValue().distance(other.getValue()) <= Fingerprint.ALIKE)
          .min(Comparator.comparing(other -> picture.getValue().distance(other.getValue())))
          .filter(other -> !other.getValue().pixels().equals(picture.getValue().pixels()))
          .ifPresent(
              other ->
                  found.add(
                      new Likeness(Likeness.How.LOOKS, List.of(other.getKey(), picture.getKey()))));
    }
  }
}
