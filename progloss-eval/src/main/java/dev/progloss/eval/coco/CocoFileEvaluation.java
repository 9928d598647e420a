package dev.progloss.eval.coco;

import java.nio.file.Path;
import java.util.List;

/** Measures a COCO results file against a ground-truth file. */
public final class CocoFileEvaluation {

  /** What the reference calls the only class when classes do not count. */
  private static final long NO_CLASS = -1;

  private static final String ALL_CLASSES = "all classes as one";

  private CocoFileEvaluation() {}

  /**
   * Reads both files and measures. Objects of unknown images or classes and detections of unknown
   * classes do not count; detections of unknown images are an error, since they mean that the files
   * do not belong together.
   *
   * @throws dev.progloss.core.error.DataException if a file is not of its form, with file and line
   */
  public static CocoReport evaluate(Path truthFile, Path resultsFile) {
    return evaluate(truthFile, resultsFile, Workers.ofMachine());
  }

  /**
   * Reads both files and measures, as {@link #evaluate(Path, Path)}; returns all there is.
   *
   * @throws dev.progloss.core.error.DataException if a file is not of its form, with file and line
   */
  public static CocoArrays arrays(Path truthFile, Path resultsFile) {
    return measure(CocoTruthFile.read(truthFile), resultsFile, Workers.ofMachine());
  }

  /**
   * Measures where things are and not what: all known classes count as one, so a detection may take
   * an object of any class. In an image, objects and detections stand class by class.
   *
   * @throws dev.progloss.core.error.DataException if a file is not of its form, with file and line
   */
  public static CocoReport evaluateAgnostic(Path truthFile, Path resultsFile) {
    CocoTruthFile truth = CocoTruthFile.read(truthFile);
    long objects = truth.entries().stream().mapToLong(CocoReport.ClassEntry::objects).sum();
    return CocoReport.of(
        measureAgnostic(truth, resultsFile, Workers.ofMachine()),
        List.of(new CocoReport.ClassEntry(NO_CLASS, ALL_CLASSES, objects)));
  }

  static CocoReport evaluate(Path truthFile, Path resultsFile, Workers workers) {
    CocoTruthFile truth = CocoTruthFile.read(truthFile);
    return CocoReport.of(measure(truth, resultsFile, workers), truth.entries());
  }

  static CocoArrays measure(CocoTruthFile truth, Path resultsFile, Workers workers) {
    BoxColumns found = CocoResultsFile.read(resultsFile, truth.images(), workers);
    IdPlaces classes = truth.categoryPlaces();
    return CocoEvaluator.measure(
        PlacedBoxes.of(truth.objects(), truth.images(), classes),
        PlacedBoxes.of(found, truth.images(), classes),
        classes.size(),
        workers);
  }

  static CocoArrays measureAgnostic(CocoTruthFile truth, Path resultsFile, Workers workers) {
    BoxColumns found = CocoResultsFile.read(resultsFile, truth.images(), workers);
    return CocoEvaluator.measure(
        asOneClass(truth.objects(), truth), asOneClass(found, truth), 1, workers);
  }

  private static PlacedBoxes asOneClass(BoxColumns boxes, CocoTruthFile truth) {
    PlacedBoxes byClass = PlacedBoxes.of(boxes, truth.images(), truth.categoryPlaces());
    BoxColumns merged = boxes.picked(byClass.rows(), 0);
    return PlacedBoxes.of(merged, truth.images(), IdPlaces.of(new long[] {0}));
  }
}
