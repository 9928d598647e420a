package dev.progloss.run.config;

import dev.progloss.core.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a command: every key has a value, and it is known where it came from. Arguments
 * win over a file, a file over defaults. Nothing is repaired: what cannot be used is an error that
 * names the key, where it was set, and what would be right.
 */
public final class Settings {

  /** Where values that nobody set come from. */
  public static final String DEFAULT = "default";

  /** What a key says whose value is chosen. */
  public static final String AUTO = "auto";

  private static final String FILE_KEY = "config";

  private final Map<String, Entry> entries;

  /**
   * A setting as resolved.
   *
   * @param text its value
   * @param origin {@code default}, {@code argument}, or file and line
   */
  public record Entry(String text, String origin) {}

  private Settings(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /**
   * Resolves arguments of the form {@code key=value}. The key {@code config}, where the table has
   * it, names a YAML file.
   *
   * @throws ConfigException for an argument without {@code =}, an unknown key, or a key given twice
   */
  public static Settings resolve(List<Setting> table, List<String> arguments) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    table.forEach(setting -> entries.put(setting.key(), new Entry(setting.fallback(), DEFAULT)));
    Map<String, String> given = given(arguments);
    given.forEach((key, text) -> requireKnown("argument " + key + "=" + text, key, entries));
    String file = entries.containsKey(FILE_KEY) ? given.get(FILE_KEY) : null;
    if (file != null) {
      put(SettingsFile.read(Path.of(file)), file, entries);
    }
    given.forEach((key, text) -> entries.put(key, new Entry(text, "argument")));
    return new Settings(entries);
  }

  /**
   * Arguments of the form {@code key=value}, by key and in their order.
   *
   * @throws ConfigException for an argument without {@code =}, or a key given twice
   */
  public static Map<String, String> given(List<String> arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new ConfigException(
            "argument must be key=value, got '" + argument + "'; see --help for the keys");
      }
      String key = argument.substring(0, equals);
      if (given.put(key, argument.substring(equals + 1)) != null) {
        throw new ConfigException(key + " must be given once, got it twice");
      }
    }
    return given;
  }

  /**
   * Resolves what {@link #toYaml} wrote.
   *
   * @param place what a person would call the text
   * @throws ConfigException for an unknown key, or text that is not YAML
   */
  public static Settings ofYaml(List<Setting> table, String yaml, String place) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    table.forEach(setting -> entries.put(setting.key(), new Entry(setting.fallback(), DEFAULT)));
    put(SettingsFile.read(yaml, place), place, entries);
    return new Settings(entries);
  }

  /** The same with these values, as if given as arguments. */
  public Settings withArguments(Map<String, String> given) {
    Map<String, Entry> changed = new LinkedHashMap<>(entries);
    given.forEach(
        (key, text) -> {
          requireKnown("argument " + key + "=" + text, key, entries);
          changed.put(key, new Entry(text, "argument"));
        });
    return new Settings(changed);
  }

  private static void put(
      Map<String, SettingsFile.Line> lines, String file, Map<String, Entry> entries) {
    lines.forEach(
        (key, line) -> {
          String place = file + ":" + line.number();
          requireKnown(place, key, entries);
          entries.put(key, new Entry(line.text(), place));
        });
  }

  private static void requireKnown(String where, String key, Map<String, Entry> entries) {
    if (!entries.containsKey(key)) {
      throw new ConfigException(
          where
              + ": "
              + key
              + ": no such key. Did you mean "
              + Nearest.to(key, entries.keySet())
              + "? Keys: "
              + String.join(", ", entries.keySet()));
    }
  }

  /** Every key with its value and origin, in the order of the table. */
  public Map<String, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** The same with another value for a key that nobody set, or set to auto. */
  public Settings withChoice(String key, String text, String origin) {
    if (isSet(key) && !text(key).equals(AUTO)) {
      return this;
    }
    Map<String, Entry> changed = new LinkedHashMap<>(entries);
    changed.put(key, new Entry(text, DEFAULT + ": " + origin));
    return new Settings(changed);
  }

  /**
   * The same with what a key's text stands for, also where somebody set it.
   *
   * @param why added to its origin unless empty
   */
  public Settings withMeaning(String key, String text, String why) {
    String origin = entry(key).origin() + (why.isEmpty() ? "" : ": " + why);
    Map<String, Entry> changed = new LinkedHashMap<>(entries);
    changed.put(key, new Entry(text, origin));
    return new Settings(changed);
  }

  /** Whether somebody set this key. */
  public boolean isSet(String key) {
    return !entry(key).origin().startsWith(DEFAULT);
  }

  /** The text of a key. */
  public String text(String key) {
    return entry(key).text();
  }

  /** The text of a key, or null if it is empty. */
  public @Nullable String textOrNull(String key) {
    String text = text(key);
    return text.isEmpty() ? null : text;
  }

  /** A whole number of at least {@code least}. */
  public int integer(String key, int least) {
    try {
      int value = Integer.parseInt(text(key));
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is too small
    }
    throw wrong(key, "must be a whole number of at least " + least);
  }

  /** A whole number. */
  public long wholeNumber(String key) {
    try {
      return Long.parseLong(text(key));
    } catch (NumberFormatException e) {
      throw wrong(key, "must be a whole number");
    }
  }

  /** A finite number. */
  public double number(String key) {
    try {
      double value = Double.parseDouble(text(key));
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is not finite
    }
    throw wrong(key, "must be a finite number");
  }

  /** True or false. */
  public boolean flag(String key) {
    return switch (text(key)) {
      case "true", "True", "yes", "1" -> true;
      case "false", "False", "no", "0" -> false;
      default -> throw wrong(key, "must be true or false");
    };
  }

  /** One of some words. */
  public String choice(String key, List<String> words) {
    if (!words.contains(text(key))) {
      throw wrong(key, "must be one of " + String.join(", ", words));
    }
    return text(key);
  }

  /** An error that names the key, its value and where it was set. */
  public ConfigException wrong(String key, String rule) {
    Entry entry = entry(key);
    String place = entry.origin().equals("argument") ? "" : entry.origin() + ": ";
    return new ConfigException(place + key + " " + rule + ", got '" + entry.text() + "'");
  }

  /**
   * The settings as YAML that reads back to the same values.
   *
   * @param without keys to leave out
   */
  public String toYaml(Set<String> without) {
    List<String> lines = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (!without.contains(key)) {
            lines.add(key + ": \"" + escaped(entry.text()) + "\"");
          }
        });
    return String.join("\n", lines) + "\n";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private Entry entry(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new IllegalArgumentException("no setting named " + key + " in this table");
    }
    return entry;
  }
}
