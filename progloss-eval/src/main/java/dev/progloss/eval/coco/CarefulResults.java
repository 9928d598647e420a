package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a results file token by token, and says what is wrong and in which line. */
final class CarefulResults {

  private final JsonRows rows;
  private final IdPlaces images;
  private final BoxColumns found = new BoxColumns();

  private CarefulResults(JsonRows rows, IdPlaces images) {
    this.rows = rows;
    this.images = images;
  }

  static BoxColumns read(Path file, IdPlaces images) {
    return JsonRows.read(
        file,
        rows -> {
          CarefulResults results = new CarefulResults(rows, images);
          rows.each("the results", results::readRow);
          return results.found;
        });
  }

  private void readRow() throws IOException {
    JsonParser parser = rows.parser();
    Long image = null;
    Long category = null;
    double[] box = null;
    Double score = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "image_id" -> image = rows.id(key);
        case "category_id" -> category = rows.id(key);
        case "bbox" -> box = rows.box();
        case "score" -> score = rows.number(key);
        default -> parser.skipChildren();
      }
    }
    long known = CarefulTruth.present(rows, image, "a detection must have an image_id");
    if (images.of(known) == IdPlaces.NONE) {
      throw rows.bad(
          "image_id "
              + known
              + " is not in the ground truth; do the two files belong to the same images?");
    }
    found.addFound(
        known,
        CarefulTruth.present(rows, category, "a detection must have a category_id"),
        CarefulTruth.present(rows, box, "a detection must have a bbox"),
        CarefulTruth.present(rows, score, "a detection must have a score"));
  }
}
