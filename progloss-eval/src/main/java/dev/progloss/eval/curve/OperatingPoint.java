package dev.progloss.eval.curve;

/**
 * What a detector does if only detections of at least some confidence are kept.
 *
 * @param confidence the threshold, itself kept; -1 where undefined
 * @param precision hits / (hits + false alarms), -1 if there are neither
 * @param recall hits / objects, -1 without objects
 * @param f1 2 hits / (hits + false alarms + objects), the harmonic mean of both; -1 without objects
 */
public record OperatingPoint(double confidence, double precision, double recall, double f1) {

  /** No threshold can be called the best one: there are no objects, or none is ever hit. */
  public static final OperatingPoint UNDEFINED = new OperatingPoint(-1, -1, -1, -1);

  static OperatingPoint of(double confidence, long hits, long alarms, long objects) {
    return new OperatingPoint(
        confidence,
        hits + alarms == 0 ? -1 : (double) hits / (hits + alarms),
        objects == 0 ? -1 : (double) hits / objects,
        objects == 0 ? -1 : 2.0 * hits / (hits + alarms + objects));
  }

  /** Whether it is a point at all. */
  public boolean isDefined() {
    return f1 >= 0;
  }
}
