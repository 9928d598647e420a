package dev.progloss.study.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a comparison.
 *
 * @param set name of its data set
 * @param arm name of its arm
 * @param settings all that its plan says, but for where it is put
 */
public record PlannedRun(String set, String arm, long seed, Map<String, String> settings) {

  /** Copies the map. */
  public PlannedRun {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** What a person would call it. */
  public String title() {
    return set + "/" + arm + "/" + name(seed);
  }

  /** Name of its folder in that of its arm. */
  public String name() {
    return name(seed);
  }

  static String name(long seed) {
    return "seed-" + seed;
  }
}
