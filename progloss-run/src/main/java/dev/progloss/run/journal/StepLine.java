package dev.progloss.run.journal;

import java.util.Map;

/**
 * What the line of a step says of its loss. Numbers that it does not hold, or not as finite ones,
 * are 0.
 *
 * @param fields of the line
 */
public record StepLine(Map<String, Object> fields) {

  /** The weight of a branch or term at this step. */
  public double weight(String key) {
    return number("weights", key);
  }

  /** What a term of a branch would add to the loss if no weight moved: gain × raw. */
  public double gained(String branch, String term) {
    return number("gains", term) * number("raw", branch + "/" + term);
  }

  /** What a term of a branch adds to the loss that is optimised. */
  public double weighted(String branch, String term) {
    return weight(branch) * weight(term) * gained(branch, term);
  }

  private double number(String group, String key) {
    return fields.get(group) instanceof Map<?, ?> numbers
            && numbers.get(key) instanceof Double value
            && Double.isFinite(value)
        ? value
        : 0;
  }
}
