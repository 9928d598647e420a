package dev.progloss.study.report;

import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs of one arm on one data set.
 *
 * @param arm its name
 * @param runs in order of the plan's seeds, one each
 */
public record ArmReport(String arm, List<RunResult> runs) {

  /** Copies the list. */
  public ArmReport {
    runs = List.copyOf(runs);
  }

  /** How many runs ended so. */
  public long count(RunResult.End end) {
    return runs.stream().filter(run -> run.end() == end).count();
  }

  /** A number over the finished runs; empty where none has it. */
  public Optional<Summary> summary(Metric metric) {
    List<Double> values = new ArrayList<>();
    for (RunResult run : runs) {
      run.outcome().map(metric::of).filter(value -> value >= 0).ifPresent(values::add);
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Summary.of(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
