package dev.progloss.eval.coco;

import java.util.ArrayList;
import java.util.List;

/**
 * The twelve COCO numbers and those of every class; all in 0..1, or -1 where undefined.
 *
 * @param stats AP, AP50, AP75, AP small, medium, large, AR with 1, 10, 100 detections, AR small,
 *     medium, large
 * @param perClass one row a class, in order of their ids
 */
public record CocoReport(List<Double> stats, List<ClassRow> perClass) {

  /**
   * The numbers of one class.
   *
   * @param id as in the data set
   * @param name as in the data set
   * @param ap mean over IoU .50 to .95
   * @param ap50 at IoU .50
   * @param precisionAt50 precision at IoU .50 for recall 0, 0.01 .. 1
   */
  public record ClassRow(long id, String name, double ap, double ap50, List<Double> precisionAt50) {

    /** Copies the list. */
    public ClassRow {
      precisionAt50 = List.copyOf(precisionAt50);
    }
  }

  /** Copies the lists. */
  public CocoReport {
    stats = List.copyOf(stats);
    perClass = List.copyOf(perClass);
  }

  /** Sums up an evaluation. */
  public static CocoReport of(CocoArrays arrays, List<Long> ids, List<String> names) {
    List<Double> stats = new ArrayList<>();
    stats.add(arrays.meanPrecision(t -> true, k -> true, AreaRange.ALL));
    stats.add(arrays.meanPrecision(t -> t == 0, k -> true, AreaRange.ALL));
    stats.add(arrays.meanPrecision(t -> t == 5, k -> true, AreaRange.ALL));
    for (AreaRange range : List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
      stats.add(arrays.meanPrecision(t -> true, k -> true, range));
    }
    for (int limit = 0; limit < 3; limit++) {
      stats.add(arrays.meanRecall(AreaRange.ALL, limit));
    }
    for (AreaRange range : List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
      stats.add(arrays.meanRecall(range, 2));
    }
    List<ClassRow> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      int k = i;
      List<Double> curve = new ArrayList<>();
      for (double value : arrays.curveAt50(k)) {
        curve.add(value);
      }
      rows.add(
          new ClassRow(
              ids.get(i),
              names.get(i),
              arrays.meanPrecision(t -> true, c -> c == k, AreaRange.ALL),
              arrays.meanPrecision(t -> t == 0, c -> c == k, AreaRange.ALL),
              curve));
    }
    return new CocoReport(stats, rows);
  }

  /** AP: mean over IoU .50 to .95. */
  public double ap() {
    return stats.get(0);
  }

  /** AP at IoU .50. */
  public double ap50() {
    return stats.get(1);
  }

  /** AP at IoU .75. */
  public double ap75() {
    return stats.get(2);
  }

  /** Recall with at most 100 detections an image and class. */
  public double recall() {
    return stats.get(8);
  }
}
