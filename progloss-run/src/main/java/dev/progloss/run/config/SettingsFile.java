package dev.progloss.run.config;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads settings from YAML; nested keys are joined by dots.
 *
 * <p>The text is followed event by event and no tree is built of it. Aliases are refused and depth
 * and length are bounded, so that a small file can neither grow in memory nor nest without end.
 */
final class SettingsFile {

  private static final int MOST_BYTES = 1 << 20;
  private static final int DEEPEST = 16;
  private static final int LONGEST_KEY = 200;

  private final String file;
  private final Iterator<Event> events;
  private final Map<String, Line> values = new LinkedHashMap<>();

  /** A value and the line it stands on. */
  record Line(String text, int number) {}

  private SettingsFile(String file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  /** Every value by key, in file order. */
  static Map<String, Line> read(Path file) {
    try {
      return read(text(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such settings file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": must be UTF-8, got bytes that are no text", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The same from a text.
   *
   * @param file what a person would call it
   */
  static Map<String, Line> read(String text, String file) {
    try {
      LoadSettings settings =
          LoadSettings.builder().setUseMarks(true).setCodePointLimit(MOST_BYTES).build();
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      SettingsFile reader = new SettingsFile(file, events);
      reader.document();
      return reader.values;
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(
          file + ":" + line(e.getProblemMark()) + ": must be YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(file + ": must be YAML: " + e.getMessage(), e);
    }
  }

  private static String text(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MOST_BYTES) {
      throw new ConfigException(
          file + ": must have at most " + MOST_BYTES + " bytes, got " + bytes);
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
        .toString();
  }

  private void document() {
    Event event = events.next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = events.next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      return; // an empty file sets nothing
    }
    fields("", event, 1);
    events.next(); // the document's end
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw wrong(next, "settings must be one document, there are several");
    }
  }

  private void fields(String prefix, Event start, int depth) {
    boolean isAlias = start.getEventId() == Event.ID.Alias;
    if (isAlias || (start instanceof NodeEvent node && hasName(node))) {
      throw wrong(start, "anchors and aliases are refused; write the value out");
    }
    if (start.getEventId() != Event.ID.MappingStart) {
      throw wrong(start, "settings must be written as key: value");
    }
    if (depth > DEEPEST) {
      throw wrong(start, "settings must nest at most " + DEEPEST + " deep");
    }
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      String key = prefix + key(event);
      Event value = events.next();
      if (value instanceof ScalarEvent scalar && !hasName(scalar)) {
        Line line = new Line(scalar.getValue(), line(value.getStartMark()));
        if (values.put(key, line) != null) {
          throw wrong(value, key + " is set twice");
        }
      } else {
        fields(key + ".", value, depth + 1);
      }
    }
  }

  private String key(Event event) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw wrong(event, "a key must be a word");
    }
    if (scalar.getValue().length() > LONGEST_KEY) {
      throw wrong(event, "a key must have at most " + LONGEST_KEY + " characters");
    }
    return scalar.getValue();
  }

  private static boolean hasName(NodeEvent node) {
    return node.getAnchor().isPresent();
  }

  private ConfigException wrong(Event event, String what) {
    return new ConfigException(file + ":" + line(event.getStartMark()) + ": " + what);
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }
}
