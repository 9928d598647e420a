package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A COCO ground-truth file.
 *
 * @param images ids, ascending
 * @param categories names by id, ascending
 * @param objects in file order
 */
public record CocoTruthFile(
    SortedSet<Long> images, SortedMap<Long, String> categories, List<Row> objects) {

  /** One object and where it belongs. */
  public record Row(long image, long category, TruthBox box) {}

  /**
   * Reads a file. A missing {@code iscrowd} is 0, a missing {@code area} width times height.
   *
   * @throws dev.progloss.core.error.DataException if it is not of this form, with file and line
   */
  public static CocoTruthFile read(Path file) {
    return JsonRows.read(
        file,
        rows -> {
          rows.require(JsonToken.START_OBJECT, "a ground-truth file must be an object");
          CocoTruthFile truth =
              new CocoTruthFile(new TreeSet<>(), new TreeMap<>(), new ArrayList<>());
          Set<Long> ids = new HashSet<>();
          JsonParser parser = rows.parser();
          for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
              case "images" -> rows.each(key, () -> truth.readImage(rows));
              case "categories" -> rows.each(key, () -> truth.readCategory(rows));
              case "annotations" -> rows.each(key, () -> truth.readObject(rows, ids));
              default -> parser.skipChildren();
            }
          }
          return truth;
        });
  }

  private void readImage(JsonRows rows) throws IOException {
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

  private void readCategory(JsonRows rows) throws IOException {
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

  private void readObject(JsonRows rows, Set<Long> ids) throws IOException {
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
    objects.add(
        new Row(
            present(rows, image, "an annotation must have an image_id"),
            present(rows, category, "an annotation must have a category_id"),
            new TruthBox(edges[0], edges[1], edges[2], edges[3], size, crowd, present != 0)));
  }

  static <T> T present(JsonRows rows, @Nullable T value, String rule) {
    if (value == null) {
      throw rows.bad(rule);
    }
    return value;
  }
}
