package dev.progloss.train.loop;

import dev.progloss.core.schedule.Progress;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.confusion.ConfusionMatrix;

/**
 * What judging a detector gave.
 *
 * @param next the batch to come: all before it had been learned
 * @param endToEnd the one-to-one branch as it is: what will be served
 * @param nms the one-to-many branch with duplicates removed
 * @param confusion of the one-to-one branch, at confidence 0.25 and IoU 0.45
 */
public record Validation(
    Progress next, CocoReport endToEnd, CocoReport nms, ConfusionMatrix confusion) {}
