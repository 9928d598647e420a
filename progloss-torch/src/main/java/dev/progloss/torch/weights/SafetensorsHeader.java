package dev.progloss.torch.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents of a safetensors file, checked before anything is allocated for it.
 *
 * @param entries what is in the file, by name, in the order of the header
 * @param metadata the writer's own words
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {

  /** One tensor: its type, shape and place in the data. */
  record Entry(ElementType type, List<Long> shape, long begin, long end) {

    long[] shapeArray() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private static final int MOST_DIMENSIONS = 64;
  private static final int LONGEST_SHOWN = 200;
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Parses the header and checks that its entries tile the data without gap or overlap. */
  static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    requireUtf8(file, json);
    try (JsonParser parser = JSON.createParser(json)) {
      expect(file, parser, parser.nextToken(), JsonToken.START_OBJECT);
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        if (name.equals("__metadata__")) {
          readMetadata(file, parser, metadata);
        } else {
          entries.put(name, readEntry(file, parser, name));
        }
      }
      expect(file, parser, parser.currentToken(), JsonToken.END_OBJECT);
      if (parser.nextToken() != null) {
        throw new FormatException(file + ": header must be one JSON object, got more behind it");
      }
    } catch (JsonProcessingException e) {
      throw new FormatException(
          file + ": header must be a JSON object, got: " + e.getOriginalMessage(), e);
    } catch (IOException e) { // bytes in memory: not the disk, but letters of no known encoding
      throw new FormatException(file + ": header must be a JSON object in UTF-8, got: " + e, e);
    }
    checkTiling(file, entries, dataBytes);
    return new SafetensorsHeader(entries, metadata);
  }

  /** Whoever guesses encodings would read what others refuse: the format begins with a brace. */
  private static void requireUtf8(Path file, byte[] json) {
    if (json[0] != '{' || json[1] == 0) {
      throw new FormatException(file + ": header must begin with {, in UTF-8");
    }
  }

  private static void readMetadata(Path file, JsonParser parser, Map<String, String> metadata)
      throws IOException {
    expect(file, parser, parser.nextToken(), JsonToken.START_OBJECT);
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      expect(file, parser, parser.nextToken(), JsonToken.VALUE_STRING);
      metadata.put(key, parser.getText());
    }
  }

  private static Entry readEntry(Path file, JsonParser parser, String name) throws IOException {
    expect(file, parser, parser.nextToken(), JsonToken.START_OBJECT);
    String type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "dtype" -> type = parser.getText();
        case "shape" -> shape = readNumbers(file, parser);
        case "data_offsets" -> offsets = readNumbers(file, parser);
        default -> throw bad(file, name, "has an unknown field " + shown(key));
      }
    }
    return entry(file, name, type, shape, offsets);
  }

  private static Entry entry(
      Path file,
      String name,
      @Nullable String type,
      @Nullable List<Long> shape,
      @Nullable List<Long> offsets) {
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw bad(file, name, "must have dtype, shape and two data_offsets");
    }
    ElementType elementType =
        ElementType.named(type)
            .orElseThrow(() -> bad(file, name, "has the unknown dtype " + shown(type)));
    long bytes = elementType.bytes();
    long strides = elementType.bytes();
    try {
      for (long length : shape) {
        bytes = Math.multiplyExact(bytes, length);
        // LibTorch's strides leave a side of 0 out, and must not wrap around either.
        strides = Math.multiplyExact(strides, Math.max(1, length));
        // Beside a side of 0 any other passes the product, and not LibTorch.
        int unused = Math.toIntExact(length);
      }
      if (bytes > MOST_BYTES) {
        throw bad(file, name, "must have at most " + MOST_BYTES + " bytes, got " + bytes);
      }
    } catch (ArithmeticException e) {
      throw bad(file, name, "has a shape too large to hold: " + shape);
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (begin < 0 || end < begin || end - begin != bytes) {
      throw bad(file, name, "needs " + bytes + " bytes, got data_offsets " + offsets);
    }
    return new Entry(elementType, shape, begin, end);
  }

  private static List<Long> readNumbers(Path file, JsonParser parser) throws IOException {
    expect(file, parser, parser.currentToken(), JsonToken.START_ARRAY);
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(file, parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT);
      long number = parser.getLongValue();
      if (number < 0) {
        throw new FormatException(file + ": header must not hold negative numbers, got " + number);
      }
      numbers.add(number);
      if (numbers.size() > MOST_DIMENSIONS) {
        throw new FormatException(
            file + ": header must not hold lists of more than " + MOST_DIMENSIONS + " numbers");
      }
    }
    return List.copyOf(numbers);
  }

  private static void checkTiling(Path file, Map<String, Entry> entries, long dataBytes) {
    List<Map.Entry<String, Entry>> byPlace = new ArrayList<>(entries.entrySet());
    byPlace.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long covered = 0;
    for (Map.Entry<String, Entry> e : byPlace) {
      if (e.getValue().begin() != covered) {
        throw bad(
            file,
            e.getKey(),
            "must begin at data byte " + covered + ", got " + e.getValue().begin());
      }
      covered = e.getValue().end();
    }
    if (covered != dataBytes) {
      throw new FormatException(
          file + ": header describes " + covered + " bytes of data, the file holds " + dataBytes);
    }
  }

  private static void expect(
      Path file, JsonParser parser, @Nullable JsonToken got, JsonToken wanted) {
    if (got != wanted) {
      throw new FormatException(
          file
              + ": header must hold "
              + wanted
              + " at byte "
              + (8 + parser.currentTokenLocation().getByteOffset())
              + ", got "
              + got);
    }
  }

  private static FormatException bad(Path file, String name, String what) {
    return new FormatException(file + ": tensor " + shown(name) + " " + what);
  }

  /** A word of the file for a message. */
  private static String shown(String word) {
    return word.length() > LONGEST_SHOWN ? word.substring(0, LONGEST_SHOWN) + "…" : word;
  }
}
