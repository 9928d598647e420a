package dev.progloss.run.config;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads settings from YAML; nested keys are joined by dots. */
final class SettingsFile {

  private static final LoadSettings YAML = LoadSettings.builder().setUseMarks(true).build();

  /** A value and the line it stands on. */
  record Line(String text, int number) {}

  private SettingsFile() {}

  /** Every value by key, in file order. */
  static Map<String, Line> read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return read(reader, file.toString());
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such settings file", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The same from any text.
   *
   * @param file what a person would call it
   */
  static Map<String, Line> read(Reader text, String file) {
    try {
      Map<String, Line> values = new LinkedHashMap<>();
      new Compose(YAML).composeReader(text).ifPresent(root -> flatten(file, "", root, values));
      return values;
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw new ConfigException(file + ":" + line + ": must be YAML: " + e.getProblem(), e);
    }
  }

  private static void flatten(String file, String prefix, Node node, Map<String, Line> values) {
    if (!(node instanceof MappingNode mapping)) {
      throw new ConfigException(
          file + ":" + line(node) + ": settings must be written as key: value");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        throw new ConfigException(file + ":" + line(tuple.getKeyNode()) + ": a key must be a word");
      }
      String key = prefix + keyNode.getValue();
      if (tuple.getValueNode() instanceof ScalarNode scalar) {
        if (values.put(key, new Line(scalar.getValue(), line(scalar))) != null) {
          throw new ConfigException(file + ":" + line(scalar) + ": " + key + " is set twice");
        }
      } else {
        flatten(file, key + ".", tuple.getValueNode(), values);
      }
    }
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
