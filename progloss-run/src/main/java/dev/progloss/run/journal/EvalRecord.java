package dev.progloss.run.journal;

import java.util.List;
import java.util.Map;

/**
 * One evaluation, in numbers.
 *
 * @param epoch after which it was made, from 0
 * @param step batches done
 * @param path {@code e2e}: the one-to-one branch as it is; {@code nms}: the one-to-many branch with
 *     duplicates removed
 * @param stats the twelve COCO numbers
 * @param classAp AP by class name, in class order
 */
public record EvalRecord(
    int epoch, long step, String path, List<Double> stats, Map<String, Double> classAp) {}
