package dev.progloss.study.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/**
 * Weights that a search tries.
 *
 * @param index from 0; the first two are known, the others drawn
 * @param settings keys of training, as they are given to it
 */
public record Candidate(int index, Map<String, String> settings) {

  /** How many are not drawn. */
  public static final int KNOWN = 2;

  /** Copies the map. */
  public Candidate {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** Name of its folder. */
  public String name() {
    return "candidate-" + index;
  }

  /** Whether it is a preset. */
  public boolean isKnown() {
    return index < KNOWN;
  }

  /** What it is: the preset's name, or its schedules. */
  public String words() {
    return settings.entrySet().stream()
        .filter(entry -> isKnown() || !entry.getKey().equals(SearchSpace.PRESET))
        .map(Candidate::words)
        .collect(Collectors.joining(", "));
  }

  private static String words(Entry<String, String> entry) {
    String key = entry.getKey();
    return key.equals(SearchSpace.PRESET)
        ? entry.getValue()
        : key.substring(key.lastIndexOf('.') + 1) + " " + entry.getValue();
  }
}
