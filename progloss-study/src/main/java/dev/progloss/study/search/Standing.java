package dev.progloss.study.search;

import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a candidate did at a rung.
 *
 * @param runs one a seed, in the order of the seeds
 */
public record Standing(Candidate candidate, List<RunResult> runs) {

  /** Copies the list. */
  public Standing {
    runs = List.copyOf(runs);
  }

  /**
   * Mean end-to-end AP of the averaged weights after the last step; empty if a run did not get
   * there, or there was nothing to measure.
   */
  public OptionalDouble mean() {
    double sum = 0;
    for (RunResult run : runs) {
      double ap = run.outcome().map(Metric.AP::of).orElse(-1.0);
      if (!(ap >= 0)) {
        return OptionalDouble.empty();
      }
      sum += ap;
    }
    return OptionalDouble.of(sum / runs.size());
  }
}
