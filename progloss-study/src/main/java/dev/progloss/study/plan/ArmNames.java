package dev.progloss.study.plan;

import dev.progloss.core.balance.Preset;
import dev.progloss.core.error.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The words of {@code presets=}, and the settings that each of them stands for. */
public final class ArmNames {

  private static final String PRESET = "preset";

  private ArmNames() {}

  /** Every word. */
  public static List<String> all() {
    return Arrays.stream(Preset.values()).map(Preset::key).toList();
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
      if (!all().contains(name)) {
        throw new ConfigException(
            "presets must be words of "
                + String.join(", ", all())
                + ", got '"
                + Shown.of(name)
                + "'");
      }
      arms.add(new NamedSettings(name, Map.of(PRESET, name)));
    }
    NamedSettings.requireDistinct("presets", arms);
    return arms;
  }
}
