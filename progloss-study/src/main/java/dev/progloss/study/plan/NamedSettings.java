package dev.progloss.study.plan;

import dev.progloss.core.error.ConfigException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What makes one arm or one data set of a comparison different from the others.
 *
 * @param name also the name of a folder: letters, digits, {@code . _ + -}, at most 64
 * @param settings keys of training with their texts, in the order given; may be empty
 */
public record NamedSettings(String name, Map<String, String> settings) {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._+-]{0,63})");

  /** Names that some systems keep for devices, with any ending. */
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?");

  /**
   * Copies the map.
   *
   * @throws ConfigException if the name could not be a folder's everywhere
   */
  public NamedSettings {
    boolean isDevice = DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    if (!SAFE.matcher(name).matches() || name.endsWith(".") || isDevice) {
      throw new ConfigException(
          "names of arms and sets become folders: a letter or digit, then letters, digits and"
              + " . _ + -, at most 64, no dot at the end; got '"
              + name
              + "'");
    }
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** Requires that no two are the same folder, also where case does not count. */
  static void requireDistinct(String what, List<NamedSettings> all) {
    Map<String, String> seen = new LinkedHashMap<>();
    for (NamedSettings each : all) {
      String other = seen.put(each.name.toLowerCase(Locale.ROOT), each.name);
      if (other != null) {
        throw new ConfigException(
            what + " must have names that differ, got '" + other + "' and '" + each.name + "'");
      }
    }
  }
}
