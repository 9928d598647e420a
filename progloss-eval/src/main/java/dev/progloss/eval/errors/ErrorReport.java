package dev.progloss.eval.errors;

import java.util.List;

/**
 * What goes wrong and what it costs. Costs are differences of AP, in shares and not in points: AP
 * with that kind of error mended by an oracle, all else as it is, minus AP as it is. They do not
 * add up to what is missing.
 *
 * @param ap AP at the foreground threshold in 0..1, as defined in {@link ErrorAnalysis}; -1 if
 *     there are neither objects nor detections
 * @param rows one for each kind, in the order of {@link ErrorKind}
 * @param falsePositives gain of AP if every false alarm scored below every hit
 * @param falseNegatives change of AP if objects that were not hit did not count
 */
public record ErrorReport(double ap, List<Row> rows, double falsePositives, double falseNegatives) {

  /**
   * One kind of error.
   *
   * @param kind which
   * @param count how many detections, for {@link ErrorKind#MISSED} objects
   * @param inCrowds how many of them lie in a crowd and so cost nothing
   * @param cost gain of AP if this kind is mended, at least 0
   */
  public record Row(ErrorKind kind, long count, long inCrowds, double cost) {}

  /** Copies the list. */
  public ErrorReport {
    rows = List.copyOf(rows);
  }

  /** The row of a kind. */
  public Row row(ErrorKind kind) {
    return rows.stream().filter(each -> each.kind == kind).findFirst().orElseThrow();
  }
}
