package dev.progloss.core.balance;

import dev.progloss.core.error.ConfigException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A named choice of what progresses. */
public enum Preset {
  /** Nothing moves: every term weighs 1, both branches 0.5. */
  OFF,
  /** Terms move, from classification to localisation; branches stay at 0.5. */
  TERMS,
  /** Branches move, from one-to-many to one-to-one; terms stay at 1. */
  BRANCHES,
  /** Terms and branches move. */
  BOTH,
  /**
   * Terms weigh on average what they do in TERMS, without moving: what a progression must be
   * compared with before it is believed.
   */
  TERMS_MEAN,
  /** Terms move the other way, from localisation to classification. */
  TERMS_REVERSED;

  /** Its name in files and settings. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The preset of this name.
   *
   * @throws ConfigException if there is none
   */
  public static Preset of(String key) {
    return Arrays.stream(values())
        .filter(preset -> preset.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "preset must be one of "
                        + Arrays.stream(values()).map(Preset::key).collect(Collectors.joining(", "))
                        + ", got "
                        + key));
  }
}
