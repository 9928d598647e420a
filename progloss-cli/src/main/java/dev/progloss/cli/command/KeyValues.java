package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments in the form {@code key=value}, each key known and given once. */
public final class KeyValues {

  private final Map<String, String> values;

  private KeyValues(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads arguments.
   *
   * @param known every key that may be given
   * @throws ConfigException for an argument without {@code =}, an unknown key, or a key given twice
   */
  public static KeyValues read(List<String> arguments, List<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new ConfigException("argument must be key=value, got '" + argument + "'");
      }
      String key = argument.substring(0, equals);
      if (!known.contains(key)) {
        throw new ConfigException(
            key
                + ": no such key. Keys: "
                + String.join(", ", known)
                + ". Did you mean "
                + Nearest.to(key, known)
                + "?");
      }
      if (values.put(key, argument.substring(equals + 1)) != null) {
        throw new ConfigException(key + " must be given once, got it twice");
      }
    }
    return new KeyValues(values);
  }

  /** The text given for a key, or null. */
  public @Nullable String text(String key) {
    return values.get(key);
  }

  /** The text given for a key, or a default. */
  public String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  /**
   * A finite number of at least 0.
   *
   * @throws ConfigException if the key is missing or its text is no such number
   */
  public double amount(String key) {
    return amount(key, required(key));
  }

  /** Numbers separated by commas, each finite and at least 0. */
  public double[] amounts(String key) {
    return Arrays.stream(required(key).split(",", -1))
        .mapToDouble(part -> amount(key, part.strip()))
        .toArray();
  }

  /**
   * A whole number of at least 1.
   *
   * @throws ConfigException if the key is missing or its text is no such number
   */
  public int count(String key) {
    String text = required(key);
    try {
      int value = Integer.parseInt(text);
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is too small
    }
    throw new ConfigException(key + " must be a whole number of at least 1, got '" + text + "'");
  }

  private String required(String key) {
    String text = values.get(key);
    if (text == null) {
      throw new ConfigException(key + " is missing; give " + key + "=...");
    }
    return text;
  }

  private static double amount(String key, String text) {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of range
    }
    throw new ConfigException(key + " must be a finite number of at least 0, got '" + text + "'");
  }
}
