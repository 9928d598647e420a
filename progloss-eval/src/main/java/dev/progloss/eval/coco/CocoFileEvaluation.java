package dev.progloss.eval.coco;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures a COCO results file against a ground-truth file. */
public final class CocoFileEvaluation {

  private CocoFileEvaluation() {}

  private record Row(long image, long category, FoundBox box) {}

  /**
   * Reads both files and measures. Objects of unknown images or classes and detections of unknown
   * classes do not count; detections of unknown images are an error, since they mean that the files
   * do not belong together.
   *
   * @throws dev.progloss.core.error.DataException if a file is not of its form, with file and line
   */
  public static CocoReport evaluate(Path truthFile, Path resultsFile) {
    CocoTruthFile truth = CocoTruthFile.read(truthFile);
    return CocoReport.of(
        measure(truth, resultsFile),
        List.copyOf(truth.categories().keySet()),
        List.copyOf(truth.categories().values()));
  }

  static CocoArrays measure(CocoTruthFile truth, Path resultsFile) {
    Map<Long, Integer> images = places(truth.images());
    Map<Long, Integer> classes = places(truth.categories().keySet());
    CocoEvaluator evaluator = new CocoEvaluator(classes.size());
    for (CocoTruthFile.Row row : truth.objects()) {
      Integer image = images.get(row.image());
      Integer classIndex = classes.get(row.category());
      if (image != null && classIndex != null) {
        evaluator.add(image, classIndex, row.box());
      }
    }
    for (Row row : readResults(resultsFile, images)) {
      Integer classIndex = classes.get(row.category);
      Integer image = images.get(row.image);
      if (classIndex != null && image != null) {
        evaluator.add(image, classIndex, row.box);
      }
    }
    return evaluator.measure();
  }

  private static Map<Long, Integer> places(Iterable<Long> ids) {
    Map<Long, Integer> places = new HashMap<>(); // only looked up, never walked
    for (long id : ids) {
      places.put(id, places.size());
    }
    return places;
  }

  private static List<Row> readResults(Path file, Map<Long, Integer> images) {
    return JsonRows.read(
        file,
        rows -> {
          List<Row> found = new ArrayList<>();
          rows.each("results", () -> found.add(readRow(rows, images)));
          return found;
        });
  }

  private static Row readRow(JsonRows rows, Map<Long, Integer> images) throws IOException {
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
    long known = CocoTruthFile.present(rows, image, "a detection must have an image_id");
    if (!images.containsKey(known)) {
      throw rows.bad(
          "image_id "
              + known
              + " is not in the ground truth; do the two files belong to the same images?");
    }
    double[] edges = CocoTruthFile.present(rows, box, "a detection must have a bbox");
    return new Row(
        known,
        CocoTruthFile.present(rows, category, "a detection must have a category_id"),
        new FoundBox(
            edges[0],
            edges[1],
            edges[2],
            edges[3],
            CocoTruthFile.present(rows, score, "a detection must have a score")));
  }
}
