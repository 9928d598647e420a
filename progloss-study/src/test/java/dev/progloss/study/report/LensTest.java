package dev.progloss.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.RunStory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LensTest {

  private static final RunStory.Judged JUDGED =
      new RunStory.Judged(4, Collections.nCopies(12, 0.5), Collections.nCopies(12, 0.4));

  private static SortedMap<Integer, Double> course(double... values) {
    SortedMap<Integer, Double> course = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      course.put(i + 1, values[i]);
    }
    return course;
  }

  private static RunResult run(
      String arm, long seed, Map<String, SortedMap<Integer, Double>> courses) {
    RunStory story = new RunStory(List.of(JUDGED), courses);
    return new RunResult("data", arm, seed, RunResult.End.FINISHED, Optional.of(story));
  }

  private static StudyReport report() {
    List<RunResult> runs = new ArrayList<>();
    for (long seed = 0; seed < 2; seed++) {
      double by = seed * 0.2;
      runs.add(
          run(
              "off",
              seed,
              Map.of(
                  "error/missed", course(0.3 + by, 0.9, 0.2 + by, 0.1 + by),
                  "cosine", course(-0.25, -0.0001),
                  "gradient/o2m/box", course(0.002, 0.8),
                  "gradient/o2o/box", course(0.0099, 0.0))));
      runs.add(run("terms", seed, Map.of("error/missed", course(0.5))));
    }
    StudyPlan plan = PlanFile.of(Map.of("presets", "off,terms", "seeds", "0..1"));
    return new ReportBuilder("ProgLoss test", plan, runs).build(note -> {});
  }

  @Test
  void of_everyNumberThereIs_leavesOutSharesThatNeverMatter() {
    assertThat(Lens.of(report(), "data"))
        .extracting(Lens::title)
        .containsExactly(
            "AP50 lost: missed",
            "cosine of class and box gradients",
            "share of the gradient, o2m/box");
    assertThat(Lens.of(report(), "another")).isEmpty();
  }

  @Test
  void report_tellsEveryLensFirstHalfWayAndLast_meanOfTheSeeds() {
    assertThat(MarkdownReport.of(report(), List.of()))
        .contains("| first looked at → half way → last | `off` | `terms` |")
        .contains("| AP50 lost: missed | 0.400 → 0.300 → 0.200 | 0.500 → 0.500 → 0.500 |")
        .contains("| cosine of class and box gradients | −0.250 → 0.000 → 0.000 | – |");
  }
}
