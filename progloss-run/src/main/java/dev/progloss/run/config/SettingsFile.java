package dev.progloss.run.config;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads settings from YAML.
 *
 * <p>The text is followed event by event and no tree is built of it. Aliases are refused and depth
 * and length are bounded, so that a small file can neither grow in memory nor nest without end.
 */
public final class SettingsFile {

  private static final int MOST_BYTES = 1 << 20;
  private static final int DEEPEST = 16;
  private static final int LONGEST_KEY = 200;

  private final String file;
  private final Iterator<Event> events;
  private final boolean isFree;
  private final Map<List<String>, Line> values = new LinkedHashMap<>();
  private final Set<String> joined = new HashSet<>();

  /**
   * A value and the line it stands on.
   *
   * @param text of a list, its values with commas between; empty for a mapping that holds nothing
   * @param number from 1
   */
  public record Line(String text, int number) {}

  private SettingsFile(String file, Iterator<Event> events, boolean isFree) {
    this.file = file;
    this.events = events;
    this.isFree = isFree;
  }

  /** Every value by key, in file order; nested keys are joined by dots. */
  static Map<String, Line> read(Path file) {
    return joined(values(file, false));
  }

  /**
   * The same from a text.
   *
   * @param file what a person would call it
   */
  static Map<String, Line> read(String text, String file) {
    return joined(values(text, file, false));
  }

  /**
   * Every value by its path of keys from the outermost in, in file order. Lists of values and empty
   * mappings are allowed here.
   *
   * @throws ConfigException if it is missing or not such a file; names file and line
   */
  public static Map<List<String>, Line> nested(Path file) {
    return values(file, true);
  }

  private static Map<String, Line> joined(Map<List<String>, Line> values) {
    Map<String, Line> joined = new LinkedHashMap<>();
    values.forEach((path, line) -> joined.put(String.join(".", path), line));
    return joined;
  }

  private static Map<List<String>, Line> values(Path file, boolean isFree) {
    try {
      return values(text(file), file.toString(), isFree);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such settings file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": must be UTF-8, got bytes that are no text", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<List<String>, Line> values(String text, String file, boolean isFree) {
    try {
      LoadSettings settings =
          LoadSettings.builder().setUseMarks(true).setCodePointLimit(MOST_BYTES).build();
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      SettingsFile reader = new SettingsFile(file, events, isFree);
      reader.document();
      return Collections.unmodifiableMap(reader.values);
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
    fields(List.of(), event, 1);
    events.next(); // the document's end
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw wrong(next, "settings must be one document, there are several");
    }
  }

  private void fields(List<String> path, Event start, int depth) {
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
    boolean isEmpty = true;
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(key(event));
      Event value = events.next();
      if (value instanceof ScalarEvent scalar && !hasName(scalar)) {
        put(inner, scalar.getValue(), value);
      } else if (isFree && value.getEventId() == Event.ID.SequenceStart) {
        put(inner, list(value), value);
      } else {
        fields(inner, value, depth + 1);
      }
      isEmpty = false;
    }
    if (isEmpty && isFree && depth > 1) {
      put(path, "", start);
    }
  }

  private void put(List<String> path, String text, Event place) {
    String key = String.join(".", path);
    if (!joined.add(key)) {
      throw wrong(place, key + " is set twice");
    }
    values.put(List.copyOf(path), new Line(text, line(place.getStartMark())));
  }

  private String list(Event start) {
    if (start instanceof NodeEvent node && hasName(node)) {
      throw wrong(start, "anchors and aliases are refused; write the value out");
    }
    List<String> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      if (!(event instanceof ScalarEvent scalar) || hasName(scalar)) {
        throw wrong(event, "a list must hold plain values");
      }
      items.add(scalar.getValue());
    }
    return String.join(",", items);
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
