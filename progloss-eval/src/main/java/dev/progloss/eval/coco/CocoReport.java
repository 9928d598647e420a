package dev.progloss.eval.coco;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
   * @param stats the twelve numbers in the order of the report's, of this class alone
   * @param objects how many there are to find, without crowds
   * @param precisionAt50 precision at IoU .50 for recall 0, 0.01 .. 1
   */
  public record ClassRow(
      long id, String name, List<Double> stats, long objects, List<Double> precisionAt50) {

    /** Copies the lists. */
    public ClassRow {
      stats = List.copyOf(stats);
      precisionAt50 = List.copyOf(precisionAt50);
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

    /** Recall with at most 100 detections an image. */
    public double recall() {
      return stats.get(8);
    }
  }

  /** Copies the lists. */
  public CocoReport {
    stats = List.copyOf(stats);
    perClass = List.copyOf(perClass);
  }

  /** Whose numbers a row holds: id, name, and how many objects there are, without crowds. */
  public record ClassEntry(long id, String name, long objects) {}

  /** Sums up an evaluation of these classes, in the order of their indices. */
  public static CocoReport of(CocoArrays arrays, List<ClassEntry> classes) {
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
    for (int k = 0; k < classes.size(); k++) {
      ClassEntry entry = classes.get(k);
      rows.add(
          new ClassRow(
              entry.id(),
              entry.name(),
              arrays.statsOf(k),
              entry.objects(),
              Arrays.stream(arrays.curveAt50(k)).boxed().toList()));
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

  /**
   * Mean over the classes of their precision at IoU .50 for recall 0, 0.01 .. 1; its mean is {@link
   * #ap50}. -1 where no class has objects.
   */
  public List<Double> meanPrecisionAt50() {
    List<ClassRow> defined = perClass.stream().filter(row -> row.ap50() >= 0).toList();
    return IntStream.range(0, CocoArrays.RECALLS.length)
        .mapToObj(
            r ->
                defined.stream()
                    .mapToDouble(row -> row.precisionAt50().get(r))
                    .average()
                    .orElse(-1))
        .toList();
  }
}
