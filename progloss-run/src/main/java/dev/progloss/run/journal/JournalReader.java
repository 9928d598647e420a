package dev.progloss.run.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
   * What is done with a line that holds a record: {@code [start, end)} in the bytes of the file.
   */
  interface Visitor {
    void visit(int start, int end, Map<String, Object> record);
  }

  /**
   * Every line: objects as ordered maps, arrays as lists, numbers as doubles, the rest as text.
   *
   * @throws FormatException if it is missing, or a line other than the last is broken
   */
  public static List<Map<String, Object>> read(Path file) {
    return read(file, bytes(file));
  }

  /**
   * The same of bytes that another reader took from a file.
   *
   * @param file named in errors
   */
  public static List<Map<String, Object>> read(Path file, byte[] bytes) {
    List<Map<String, Object>> records = new ArrayList<>();
    each(file, bytes, (start, end, record) -> records.add(record));
    return records;
  }

  /** The whole file. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new FormatException(file + ": no such file", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shows every line that holds a record, in order. */
  static void each(Path file, byte[] bytes, Visitor visitor) {
    int line = 0;
    for (int start = 0; start < bytes.length; ) {
      line++;
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean isLast = end + 1 >= bytes.length;
      try {
        visitor.visit(start, end, record(ByteBuffer.wrap(bytes, start, end - start)));
      } catch (JsonProcessingException e) {
        requireLast(isLast, file, line, e.getOriginalMessage(), e);
      } catch (CharacterCodingException e) {
        requireLast(isLast, file, line, "bytes that are no UTF-8", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // memory never fails
      }
      start = end + 1;
    }
  }

  private static void requireLast(
      boolean isLast, Path file, int line, String got, IOException cause) {
    if (!isLast) {
      throw new FormatException(file + ":" + line + ": must be a JSON object, got: " + got, cause);
    }
  }

  private static Map<String, Object> record(ByteBuffer line) throws IOException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(line).toString();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      Map<String, Object> fields = first == JsonToken.START_OBJECT ? object(parser) : Map.of();
      if (first != JsonToken.START_OBJECT || parser.nextToken() != null) {
        throw new NotOneObject(parser);
      }
      return fields;
    }
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
      return array(parser);
    }
    return parser.currentToken().isNumeric() ? parser.getDoubleValue() : parser.getText();
  }

  private static List<?> array(JsonParser parser) throws IOException {
    Numbers numbers = new Numbers();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isNumeric()) {
        return mixed(parser, numbers);
      }
      numbers.add(parser.getDoubleValue());
    }
    return numbers;
  }

  private static List<?> mixed(JsonParser parser, List<Double> before) throws IOException {
    List<Object> values = new ArrayList<>(before);
    do {
      values.add(value(parser));
    } while (parser.nextToken() != JsonToken.END_ARRAY);
    return values;
  }

  /** Says that a line is sound JSON, but not one object. */
  private static final class NotOneObject extends JsonProcessingException {
    private static final long serialVersionUID = 1;

    NotOneObject(JsonParser parser) {
      super("something else, or more behind it", parser.currentLocation());
    }
  }
}
