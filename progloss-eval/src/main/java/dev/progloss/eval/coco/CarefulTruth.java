package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ground-truth file token by token: the judge of what is right, and the one who says what
 * is wrong and in which line.
 */
final class CarefulTruth {

  private final JsonRows rows;
  private final Set<Long> images = new HashSet<>();
  private final SortedMap<Long, String> categories = new TreeMap<>();
  private final Set<Long> ids = new HashSet<>();
  private BoxColumns objects = new BoxColumns();

  private CarefulTruth(JsonRows rows) {
    this.rows = rows;
  }

  static CocoTruthFile read(Path file) {
    return JsonRows.read(file, rows -> new CarefulTruth(rows).read());
  }

  private CocoTruthFile read() throws IOException {
    rows.require(JsonToken.START_OBJECT, "a ground-truth file must be an object");
    JsonParser parser = rows.parser();
    Set<String> seen = new HashSet<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      seen.add(key);
      switch (key) {
        case "images" -> {
          images.clear(); // of keys that come twice the last one counts, as in the reference
          rows.each(key, this::readImage);
        }
        case "categories" -> {
          categories.clear();
          rows.each(key, this::readCategory);
        }
        case "annotations" -> {
          objects = new BoxColumns();
          ids.clear();
          rows.each(key, this::readObject);
        }
        default -> parser.skipChildren();
      }
    }
    for (String key : List.of("images", "categories")) {
      if (!seen.contains(key)) {
        throw rows.bad("a ground-truth file must have " + key + "; is it one?");
      }
    }
    return new CocoTruthFile(
        IdPlaces.of(images.stream().mapToLong(id -> id).toArray()), categories, objects);
  }

  private void readImage() throws IOException {
    JsonParser parser = rows.parser();
    Long id = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      if (key.equals("id")) {
        id = rows.id("image id");
      } else {
        parser.skipChildren();
      }
    }
    images.add(present(rows, id, "an image must have an id"));
  }

  private void readCategory() throws IOException {
    JsonParser parser = rows.parser();
    Long id = null;
    String name = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "id" -> id = rows.id("category id");
        case "name" -> name = parser.getText();
        default -> parser.skipChildren();
      }
    }
    long present = present(rows, id, "a category must have an id");
    categories.put(present, name == null ? Long.toString(present) : name);
  }

  private void readObject() throws IOException {
    JsonParser parser = rows.parser();
    Long id = null;
    Long image = null;
    Long category = null;
    double[] box = null;
    Double area = null;
    boolean crowd = false;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "id" -> id = rows.id("annotation id");
        case "image_id" -> image = rows.id(key);
        case "category_id" -> category = rows.id(key);
        case "bbox" -> box = rows.box();
        case "area" -> area = rows.number(key);
        case "iscrowd" ->
            crowd =
                parser.currentToken().isBoolean() ? parser.getBooleanValue() : rows.id(key) != 0;
        default -> parser.skipChildren();
      }
    }
    long present = present(rows, id, "an annotation must have an id");
    if (!ids.add(present)) {
      throw rows.bad("annotation id " + present + " is used twice; give each its own");
    }
    double[] edges = present(rows, box, "an annotation must have a bbox");
    double size = area == null ? edges[2] * edges[3] : area;
    objects.addTruth(
        present(rows, image, "an annotation must have an image_id"),
        present(rows, category, "an annotation must have a category_id"),
        edges,
        size,
        crowd,
        present == 0);
  }

  static <T> T present(JsonRows rows, @Nullable T value, String rule) {
    if (value == null) {
      throw rows.bad(rule);
    }
    return value;
  }
}
