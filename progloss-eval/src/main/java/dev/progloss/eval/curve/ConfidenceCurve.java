package dev.progloss.eval.curve;

import java.util.List;

/**
 * Precision, recall and F1 as the confidence threshold rises.
 *
 * @param objects how many there are to find, without crowds
 * @param best the threshold with the highest F1 among the scores that occur, of equals the highest
 *     threshold; {@link OperatingPoint#UNDEFINED} if no object is ever hit
 * @param points at confidence 0, 0.01 .. 1
 */
public record ConfidenceCurve(long objects, OperatingPoint best, List<OperatingPoint> points) {

  /** Copies the list. */
  public ConfidenceCurve {
    points = List.copyOf(points);
  }
}
