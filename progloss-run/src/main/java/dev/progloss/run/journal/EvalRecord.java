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
 * @param errors what goes wrong and what it costs, by the key of the kind, in a fixed order
 * @param calibration whether scores are probabilities
 */
public record EvalRecord(
    int epoch,
    long step,
    String path,
    List<Double> stats,
    Map<String, Double> classAp,
    Map<String, Mistakes> errors,
    Calibration calibration) {

  /**
   * One kind of error.
   *
   * @param count how often
   * @param cost AP50 that mending it would give, 0..1
   */
  public record Mistakes(long count, double cost) {}

  /**
   * How far scores are from the shares of hits.
   *
   * @param error detection expected calibration error in 0..1; -1 where undefined
   * @param count detections that it is told of
   */
  public record Calibration(double error, long count) {}
}
