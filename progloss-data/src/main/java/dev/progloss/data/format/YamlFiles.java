package dev.progloss.data.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads small YAML files as plain data with line numbers. Tags, aliases, repeated keys and deep
 * nesting are refused, so a file can neither make objects nor grow in memory.
 */
final class YamlFiles {

  /** The time for one long word grows with its square: seconds for one twice as long. */
  private static final int MOST_BYTES = 4 << 20;

  private static final int DEEPEST = 32;

  private final Iterator<Event> events;

  private YamlFiles(Iterator<Event> events) {
    this.events = events;
  }

  /** The file's one document; empty, with findings, if it is none. */
  static Optional<YamlNode> read(Path file, Findings findings) {
    Optional<String> text = TextFiles.read(file, MOST_BYTES, findings);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().isBlank()) {
      findings.error(file, 0, "file is empty");
      return Optional.empty();
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MOST_BYTES).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text.get()).iterator();
      return Optional.of(new YamlFiles(events).document());
    } catch (Refused e) {
      findings.error(file, e.line, String.valueOf(e.getMessage()));
    } catch (MarkedYamlEngineException e) {
      // What is never closed is noticed at the end of the file; where it began helps more.
      int line = line(e.getProblemMark());
      boolean isAtEnd = line > text.get().lines().count();
      findings.error(
          file,
          isAtEnd && e.getContextMark().isPresent() ? line(e.getContextMark()) : line,
          "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      findings.error(file, 0, "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private YamlNode document() throws Refused {
    Event event = events.next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = events.next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      throw new Refused(0, "file is empty");
    }
    YamlNode root = node(event, 0);
    events.next(); // the document's end
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw new Refused(line(next.getStartMark()), "must hold one document, has several");
    }
    return root;
  }

  private YamlNode node(Event event, int depth) throws Refused {
    int line = line(event.getStartMark());
    if (depth > DEEPEST) {
      throw new Refused(line, "nested too deeply: more than " + DEEPEST + " levels");
    }
    if (event instanceof ScalarEvent scalar) {
      requireNoTag(scalar.getTag(), line);
      return new YamlNode.Scalar(scalar.getValue(), !scalar.isPlain(), line);
    }
    if (event instanceof CollectionStartEvent start) {
      requireNoTag(start.getTag(), line);
      return event.getEventId() == Event.ID.SequenceStart
          ? items(line, depth)
          : fields(line, depth);
    }
    throw new Refused(line, "aliases are refused; write the value out");
  }

  private YamlNode items(int line, int depth) throws Refused {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new YamlNode.Items(items, line);
  }

  private YamlNode fields(int line, int depth) throws Refused {
    List<YamlNode.Field> fields = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      int keyLine = line(event.getStartMark());
      if (!(node(event, depth + 1) instanceof YamlNode.Scalar key)) {
        throw new Refused(keyLine, "a key must be a word or a number");
      }
      if (!seen.add(key.text())) {
        throw new Refused(keyLine, "key " + Words.bare(key.text()) + " twice");
      }
      fields.add(new YamlNode.Field(key.text(), keyLine, node(events.next(), depth + 1)));
    }
    return new YamlNode.Fields(fields, line);
  }

  private static void requireNoTag(Optional<String> tag, int line) throws Refused {
    if (tag.isPresent()) {
      throw new Refused(line, "tag " + Words.quoted(tag.get()) + " refused: tags are not data");
    }
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(0);
  }

  /** Ends the reading of a file; told as a finding. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Refused(int line, String message) {
      super(message);
      this.line = line;
    }
  }
}
