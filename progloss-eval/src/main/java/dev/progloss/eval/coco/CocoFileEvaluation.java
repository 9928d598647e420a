package dev.progloss.eval.coco;

import java.nio.file.Path;
import java.util.List;

/** Measures a COCO results file against a ground-truth file. */
public final class CocoFileEvaluation {

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

  static CocoReport evaluate(Path truthFile, Path resultsFile, Workers workers) {
    CocoTruthFile truth = CocoTruthFile.read(truthFile);
    return CocoReport.of(
        measure(truth, resultsFile, workers),
        List.copyOf(truth.categories().keySet()),
        List.copyOf(truth.categories().values()));
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
}
