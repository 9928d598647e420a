package dev.progloss.data.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value in a YAML file with the line it starts on. */
sealed interface YamlNode {

  /** From 1. */
  int line();

  /** Text as written, whatever YAML would take it for: {@code yes} and {@code 007} stay so. */
  record Scalar(String text, boolean isQuoted, int line) implements YamlNode {

    /** Whether nothing was written. */
    boolean isNull() {
      return !isQuoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /** A list. */
  record Items(List<YamlNode> items, int line) implements YamlNode {

    public Items {
      items = List.copyOf(items);
    }
  }

  /** A map in the order of the file; keys are text and occur once. */
  record Fields(List<Field> fields, int line) implements YamlNode {

    public Fields {
      fields = List.copyOf(fields);
    }

    /** The field of this name, or null. */
    @Nullable Field find(String key) {
      return fields.stream().filter(field -> field.key.equals(key)).findFirst().orElse(null);
    }
  }

  /** One entry of a map; the line is the key's. */
  record Field(String key, int line, YamlNode value) {}
}
