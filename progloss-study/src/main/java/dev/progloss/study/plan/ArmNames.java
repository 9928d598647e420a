package dev.progloss.study.plan;

import dev.progloss.core.balance.Preset;
import dev.progloss.core.balance.WeightRule;
import dev.progloss.core.error.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words of {@code presets=}, and the settings that each of them stands for. */
public final class ArmNames {

  private static final Map<String, Map<String, String>> WORDS = words();

  private ArmNames() {}

  /** Presets, and rules that adapt weights of terms which do not move otherwise. */
  private static Map<String, Map<String, String>> words() {
    Map<String, Map<String, String>> words = new LinkedHashMap<>();
    for (Preset preset : Preset.values()) {
      words.put(preset.key(), Map.of("preset", preset.key()));
    }
    String still = Preset.OFF.key();
    for (String rule : WeightRule.names()) {
      if (!WeightRule.parse(rule).equals(new WeightRule.Planned())) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("preset", still);
        settings.put("balance", rule);
        words.put(rule, settings);
      }
    }
    return Collections.unmodifiableMap(words);
  }

  /** Every word. */
  public static List<String> all() {
    return List.copyOf(WORDS.keySet());
  }

  /**
   * The arms of a list such as {@code off,terms}.
   *
   * @throws ConfigException if a word is unknown or stands twice
   */
  static List<NamedSettings> arms(String words) {
    List<NamedSettings> arms = new ArrayList<>();
    for (String word : words.split(",", -1)) {
      String name = word.strip();
      Map<String, String> settings = WORDS.get(name);
      if (settings == null) {
        throw new ConfigException(
            "presets must be words of "
                + String.join(", ", all())
                + ", got '"
                + Shown.of(name)
                + "'");
      }
      arms.add(new NamedSettings(name, settings));
    }
    NamedSettings.requireDistinct("presets", arms);
    return arms;
  }
}
