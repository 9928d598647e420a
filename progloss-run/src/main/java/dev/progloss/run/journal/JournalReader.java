package dev.progloss.run.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a journal. A torn last line, as a crash leaves it, is passed over. */
public final class JournalReader {

  private static final JsonFactory JSON = new JsonFactory();

  private JournalReader() {}

  /**
   * Every line: objects as ordered maps, arrays as lists, numbers as doubles, the rest as text.
   *
   * @throws FormatException if a line other than the last is broken
   */
  public static List<Map<String, Object>> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Map<String, Object>> records = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try (JsonParser parser = JSON.createParser(lines.get(i))) {
        parser.nextToken();
        records.add(object(parser));
      } catch (JsonProcessingException e) {
        if (i < lines.size() - 1) {
          throw new FormatException(
              file + ":" + (i + 1) + ": must be a JSON object, got: " + e.getOriginalMessage(), e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return records;
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      fields.put(key, value(parser));
    }
    return fields;
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return object(parser);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(parser));
      }
      return values;
    }
    return parser.currentToken().isNumeric() ? parser.getDoubleValue() : parser.getText();
  }
}
