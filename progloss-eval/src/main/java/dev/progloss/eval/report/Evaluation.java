package dev.progloss.eval.report;

import dev.progloss.eval.calibration.Calibration;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.confusion.ConfusionMatrix;
import dev.progloss.eval.curve.ConfidenceCurves;
import dev.progloss.eval.errors.ErrorReport;

/**
 * All that an evaluation tells; never changes.
 *
 * @param coco the COCO numbers, of all classes and of each
 * @param errors errors by kind and what they cost
 * @param curves precision, recall and F1 over confidence; classes in the order of {@code coco}
 * @param calibration whether scores are the shares of hits, all classes together
 * @param confusion which classes are taken for which
 */
public record Evaluation(
    CocoReport coco,
    ErrorReport errors,
    ConfidenceCurves curves,
    Calibration calibration,
    ConfusionMatrix confusion) {}
