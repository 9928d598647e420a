package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Walks a JSON file token by token and says file, line and column when something is wrong. */
final class JsonRows {

  /** Scores may be NaN in files that are otherwise sound; the reference reads them too. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final int LONGEST_SHOWN = 200;

  private final Path file;
  private final JsonParser parser;
  private String list = "";
  private int entry; // of the list that is being read, from 1; 0 outside

  private JsonRows(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** What reads a file. */
  interface Reading<T> {
    T read(JsonRows rows) throws IOException;
  }

  static <T> T read(Path file, Reading<T> reading) {
    try (JsonParser parser = JSON.createParser(Files.newBufferedReader(file))) {
      JsonRows rows = new JsonRows(file, parser);
      parser.nextToken();
      T read = reading.read(rows);
      if (parser.nextToken() != null) {
        throw rows.bad("must end where its first value ends, got " + rows.current());
      }
      return read;
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file", e);
    } catch (JsonProcessingException e) {
      throw new DataException(
          file
              + ":"
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + ": must be JSON, got: "
              + e.getOriginalMessage(),
          e);
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": must be UTF-8, got bytes that are no text", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  JsonParser parser() {
    return parser;
  }

  /** Something that reads the row that begins at the current token. */
  interface Row {
    void read() throws IOException;
  }

  /** Reads every object of the array at the current token. */
  void each(String what, Row row) throws IOException {
    require(JsonToken.START_ARRAY, what + " must be a list");
    list = what;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      entry++;
      require(JsonToken.START_OBJECT, "each entry must be an object");
      row.read();
    }
    entry = 0;
  }

  /** The number at the current token. */
  double number(String what) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isNumeric()) {
      throw bad(what + " must be a number, got " + current());
    }
    return parser.getDoubleValue();
  }

  /** The whole number at the current token; 2.0 is 2. */
  long id(String what) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      throw bad(what + " must be a whole number, got " + current() + "; ids must be numbers here");
    }
    double value = number(what);
    if (value != Math.rint(value) || Math.abs(value) >= 0x1.0p53) {
      throw bad(what + " must be a whole number, smaller than 2^53, got " + current());
    }
    return (long) value;
  }

  /** The box at the current token: x, y, width, height. */
  double[] box() throws IOException {
    require(JsonToken.START_ARRAY, "bbox must be a list of x, y, width, height");
    double[] box = new double[4];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == box.length) {
        throw bad("bbox must have 4 numbers, got more");
      }
      box[count++] = number("bbox");
    }
    if (count < box.length) {
      throw bad("bbox must have 4 numbers, got " + count);
    }
    return box;
  }

  void require(JsonToken token, String rule) throws IOException {
    if (parser.currentToken() != token) {
      throw bad(rule + ", got " + current());
    }
  }

  /** The current token in words. */
  private String current() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "the end of the file";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case END_OBJECT, END_ARRAY -> "the end of it";
      case VALUE_STRING -> "the text \"" + shown(parser.getText()) + "\"";
      default -> shown(parser.getText());
    };
  }

  private static String shown(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }

  DataException bad(String what) {
    String place =
        entry == 0 ? "" : " (entry " + entry + " of " + list + ")"; // often all is one line
    int line = Math.max(1, parser.currentTokenLocation().getLineNr());
    return new DataException(file + ":" + line + ": " + what + place);
  }
}
