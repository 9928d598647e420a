package dev.progloss.train.loop;

import dev.progloss.core.schedule.Progress;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.confusion.ConfusionMatrix;
import dev.progloss.eval.report.Evaluation;

/**
 * What judging a detector gave.
 *
 * @param next the batch to come: all before it had been learned
 * @param oneToOne the one-to-one branch as it is: what will be served
 * @param oneToMany the one-to-many branch with duplicates removed
 */
public record Validation(Progress next, Evaluation oneToOne, Evaluation oneToMany) {

  /** The COCO numbers of the one-to-one branch. */
  public CocoReport endToEnd() {
    return oneToOne.coco();
  }

  /** The COCO numbers of the one-to-many branch. */
  public CocoReport nms() {
    return oneToMany.coco();
  }

  /** Of the one-to-one branch, at confidence 0.25 and IoU 0.45 unless asked otherwise. */
  public ConfusionMatrix confusion() {
    return oneToOne.confusion();
  }
}
