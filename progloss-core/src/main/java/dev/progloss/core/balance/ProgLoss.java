package dev.progloss.core.balance;

import dev.progloss.core.schedule.Schedule;

/**
 * The progressive loss of the seed article in one call, for any trainer that has a classification
 * and a box loss.
 *
 * <p>{@code total = lambda_cls(p) * cls + lambda_box(p) * box} with {@code p = epoch / epochs}:
 * early, learn what; late, learn where.
 *
 * <pre>
 * ProgLoss loss = ProgLoss.articleDefaults();
 * loss.at(0.8, 0.4, 50, 100).total();   // 1.5
 * </pre>
 *
 * @param cls schedule of the classification weight
 * @param box schedule of the box weight
 */
public record ProgLoss(Schedule cls, Schedule box) {

  /** Classification 2.0 to 0.5, box 0.5 to 2.0. */
  public static ProgLoss articleDefaults() {
    return linear(2.0, 0.5, 0.5, 2.0);
  }

  /** Straight lines between the given starts and ends. */
  public static ProgLoss linear(double clsStart, double clsEnd, double boxStart, double boxEnd) {
    return new ProgLoss(
        new Schedule.Linear(clsStart, clsEnd), new Schedule.Linear(boxStart, boxEnd));
  }

  /**
   * Weighs two raw losses.
   *
   * @param clsLoss raw classification loss
   * @param boxLoss raw box loss
   * @param epoch epochs done, from 0 to {@code epochs}; not necessarily whole
   * @param epochs epochs of the whole training, above 0
   */
  public WeightedLoss at(double clsLoss, double boxLoss, double epoch, double epochs) {
    if (!(epochs > 0) || !(epoch >= 0 && epoch <= epochs)) {
      throw new IllegalArgumentException(
          "epoch must be in 0..epochs and epochs above 0, got " + epoch + " of " + epochs);
    }
    double lambdaCls = cls.at(epoch / epochs);
    double lambdaBox = box.at(epoch / epochs);
    return new WeightedLoss(lambdaCls * clsLoss + lambdaBox * boxLoss, lambdaCls, lambdaBox);
  }

  /**
   * What came out.
   *
   * @param total the weighted sum: what to call backward on
   * @param lambdaCls weight of the classification loss
   * @param lambdaBox weight of the box loss
   */
  public record WeightedLoss(double total, double lambdaCls, double lambdaBox) {}
}
