package dev.progloss.eval.curve;

import java.util.List;

/**
 * Curves over confidence, of all classes and of each.
 *
 * @param pooled hits, false alarms and objects of all classes counted together
 * @param perClass one curve a class, in the order of their indices
 */
public record ConfidenceCurves(ConfidenceCurve pooled, List<ConfidenceCurve> perClass) {

  /** Copies the list. */
  public ConfidenceCurves {
    perClass = List.copyOf(perClass);
  }
}
