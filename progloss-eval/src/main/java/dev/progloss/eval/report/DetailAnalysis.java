package dev.progloss.eval.report;

import dev.progloss.eval.calibration.CalibrationTally;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.confusion.ConfusionAnalysis;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.eval.curve.ConfidenceAnalysis;
import dev.progloss.eval.errors.ErrorAnalysis;
import dev.progloss.eval.errors.ErrorThresholds;
import dev.progloss.eval.scene.Scene;

/**
 * Gathers, image by image, all that an evaluation tells beside the COCO numbers. Images are not
 * kept. Not safe for several threads at once.
 */
public final class DetailAnalysis {

  private final ErrorAnalysis errors;
  private final ConfidenceAnalysis curves;
  private final ConfusionAnalysis confusion;

  /**
   * An analysis with the error thresholds of the paper.
   *
   * @param classes how many there are
   * @param shown what counts in the confusion matrix
   */
  public DetailAnalysis(int classes, ConfusionThresholds shown) {
    this.errors = new ErrorAnalysis(classes, ErrorThresholds.paper());
    this.curves = new ConfidenceAnalysis(classes);
    this.confusion = new ConfusionAnalysis(classes, shown);
  }

  /** Adds the next image. */
  public void add(Scene scene) {
    errors.add(scene);
    curves.add(scene);
    confusion.add(scene);
  }

  /** What was found so far, beside the COCO numbers of the same images. */
  public Evaluation with(CocoReport coco) {
    CalibrationTally calibration = new CalibrationTally();
    curves.eachCounted(calibration::add);
    return new Evaluation(
        coco, errors.report(), curves.curves(), calibration.calibration(), confusion.matrix());
  }
}
