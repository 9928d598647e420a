package dev.progloss.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.RunStory;
import dev.progloss.study.result.StoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports from journals written by hand, with differences worked out by hand. */
final class ReportBuilderTest {

  private static final double EXACT = 1e-12;

  @TempDir Path folder;

  private final List<RunResult> results = new ArrayList<>();

  /** Two evaluations; the first is the better one, the last counts. */
  private RunStory story(double last) throws IOException {
    String journal =
        "{\"kind\":\"start\",\"epochs\":\"2\"}\n"
            + eval(0, "e2e", last + 0.1)
            + eval(0, "nms", last)
            + eval(1, "e2e", last)
            + eval(1, "nms", last - 0.05);
    return StoryReader.read(Files.writeString(folder.resolve("journal.jsonl"), journal));
  }

  private static String eval(int epoch, String path, double ap) {
    return String.format(
        Locale.ROOT,
        "{\"kind\":\"eval\",\"epoch\":%d,\"step\":9,\"path\":\"%s\",\"stats\":"
            + "[%s,0.5,0.4,-1,0.2,0.3,0,0,0,0,0,0],\"class_ap\":{}}%n",
        epoch,
        path,
        Double.toString(ap));
  }

  private void add(String set, String arm, long seed, double ap) throws IOException {
    results.add(new RunResult(set, arm, seed, RunResult.End.FINISHED, Optional.of(story(ap))));
  }

  private StudyReport report(StudyPlan plan) {
    return new ReportBuilder("ProgLoss test", plan, results).build(note -> {});
  }

  private static StudyPlan plan(String presets, String seeds) {
    return PlanFile.of(Map.of("presets", presets, "seeds", seeds));
  }

  private static Difference ap(List<Difference> all, String arm) {
    return all.stream()
        .filter(each -> each.metric() == Metric.AP && each.arm().equals(arm))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void build_fivePairs_hasTheNumbersWorkedOutByHand() throws IOException {
    double[] off = {0.30, 0.32, 0.31, 0.29, 0.28};
    double[] terms = {0.31, 0.34, 0.30, 0.32, 0.29};
    for (int seed = 0; seed < 5; seed++) {
      add("data", "off", seed, off[seed]);
      add("data", "terms", seed, terms[seed]);
    }
    StudyReport report = report(plan("off,terms", "0..4"));
    ArmReport arm = report.sets().get(0).arms().get(0);
    // (0.30 + 0.32 + 0.31 + 0.29 + 0.28) / 5 = 0.3; squares 0, 4, 1, 1, 4 e-4: sd = sqrt(1e-3 / 4)
    assertThat(arm.summary(Metric.AP).orElseThrow().mean()).isCloseTo(0.3, within(EXACT));
    assertThat(arm.summary(Metric.AP).orElseThrow().deviation())
        .isCloseTo(Math.sqrt(2.5e-4), within(EXACT));
    assertThat(arm.summary(Metric.NMS_AP).orElseThrow().mean()).isCloseTo(0.25, within(EXACT));
    assertThat(arm.summary(Metric.AP_SMALL)).isEmpty();
    Difference difference = ap(report.sets().get(0).differences(), "terms");
    // +1, +2, -1, +3, +1 points: mean 1.2, sum 6. Of the 32 signs of 1, 2, 1, 3, 1 a sum of 6 or
    // more
    // needs all to be up (8) or but one of the three 1s (6): 4, and 4 mirrored; p = 8 / 32.
    assertThat(difference.mean()).isCloseTo(0.012, within(EXACT));
    assertThat(difference.p()).isEqualTo(0.25);
    assertThat(difference.adjusted()).isEqualTo(0.25);
    assertThat(difference.smallest()).isEqualTo(0.0625);
    assertThat(difference.up()).isEqualTo(4);
    assertThat(difference.down()).isEqualTo(1);
    assertThat(difference.interval().orElseThrow().contains(0.012)).isTrue();
    assertThat(difference.couldShow()).isFalse();
    assertThat(new Wording(report).sentences())
        .singleElement()
        .asString()
        .startsWith("Over 5 paired seeds, `terms` changed end-to-end AP by +1.20 points against")
        .contains("exact p = 0.25, Holm-adjusted 0.25")
        .endsWith(
            "no difference shown, and so few pairs could not show one: the least adjusted p they"
                + " can give is 0.0625.");
    assertThat(new Wording(report).cautions())
        .anyMatch(line -> line.contains("cannot go below p = 0.0625: no difference can be shown"))
        .anyMatch(line -> line.contains("that takes 6 seeds"));
  }

  @Test
  void build_tenPairsAllUp_showsADifference() throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      add("data", "off", seed, 0.30);
      add("data", "terms", seed, 0.31 + 0.001 * seed);
      add("data", "both", seed, seed % 2 == 0 ? 0.29 : 0.31);
    }
    StudyReport report = report(plan("off,terms,both", "0..9"));
    List<Difference> all = report.sets().get(0).differences();
    // All ten signs agree: p = 2 / 2^10; Holm doubles the lesser of the two.
    assertThat(ap(all, "terms").p()).isEqualTo(2 / 1024.0);
    assertThat(ap(all, "terms").adjusted()).isEqualTo(4 / 1024.0);
    assertThat(ap(all, "terms").isShown()).isTrue();
    // Five up and five down by as much: the mean is zero, and every flip is at least as far.
    assertThat(ap(all, "both").mean()).isCloseTo(0, within(EXACT));
    assertThat(ap(all, "both").adjusted()).isEqualTo(1);
    List<String> sentences = new Wording(report).sentences();
    assertThat(sentences.get(0)).endsWith("Holm-adjusted 0.00391): a difference is shown.");
    assertThat(sentences.get(1))
        .contains("no difference shown; a difference of ")
        .endsWith(" points or more would probably have been seen.");
  }

  @Test
  void build_equalArms_differByNothing() throws IOException {
    for (int seed = 0; seed < 3; seed++) {
      add("data", "off", seed, 0.3 + 0.01 * seed);
      add("data", "terms", seed, 0.3 + 0.01 * seed);
    }
    StudyReport report = report(plan("off,terms", "0..2"));
    Difference difference = ap(report.sets().get(0).differences(), "terms");
    assertThat(difference.strata().get(0).differences()).containsExactly(0.0, 0.0, 0.0);
    assertThat(difference.p()).isEqualTo(1);
    assertThat(difference.detectable()).isEmpty();
    assertThat(new Wording(report).sentences().get(0))
        .endsWith("no difference shown; all pairs are equal.");
  }

  @Test
  void build_divergedAndMissingRuns_leaveTheirPairsOutAndAreNamed() throws IOException {
    for (int seed = 0; seed < 3; seed++) {
      add("data", "off", seed, 0.3);
    }
    add("data", "terms", 0, 0.4);
    results.add(new RunResult("data", "terms", 1, RunResult.End.DIVERGED, Optional.of(story(0.9))));
    results.add(new RunResult("data", "terms", 2, RunResult.End.MISSING, Optional.empty()));
    StudyReport report = report(plan("off,terms", "0..2"));
    SetReport set = report.sets().get(0);
    assertThat(set.leftOut())
        .containsExactly(
            "`terms`, seed 1: `terms` diverged", "`terms`, seed 2: `terms` is missing");
    Difference difference = ap(set.differences(), "terms");
    assertThat(difference.pairs()).isEqualTo(1);
    assertThat(difference.interval()).isEmpty();
    assertThat(difference.mean()).isCloseTo(0.1, within(EXACT));
    assertThat(MarkdownReport.of(report, List.of()))
        .contains("1 of 3 finished, 1 of 3 diverged, 1 of 3 missing")
        .contains("The comparison is not whole: 1 run is missing.")
        .contains("1 run diverged.");
  }

  @Test
  void build_pairsMadeOnTwoMachines_areToldAndStillCount() throws IOException {
    for (long seed = 0; seed < 2; seed++) {
      for (String arm : List.of("off", "terms")) {
        boolean isOther = seed == 1 && arm.equals("terms");
        results.add(
            new RunResult(
                "data",
                arm,
                seed,
                RunResult.End.FINISHED,
                Optional.of(story(0.3)),
                Optional.empty(),
                Optional.of(isOther ? "B, avx2" : "A, avx512f")));
      }
    }
    StudyReport report = report(plan("off,terms", "0..1"));
    assertThat(ap(report.sets().get(0).differences(), "terms").pairs()).isEqualTo(2);
    assertThat(new Wording(report).cautions())
        .filteredOn(line -> line.contains("machines"))
        .containsExactly(
            "On data, the runs of seed 1 were made on different machines (A, avx512f; B, avx2),"
                + " which round differently: such pairs differ by more than their arms.");
    results.remove(results.size() - 1);
    add("data", "terms", 1, 0.3); // of which nobody knows
    assertThat(new Wording(report(plan("off,terms", "0..1"))).cautions())
        .noneMatch(line -> line.contains("machines"));
  }

  @Test
  void build_armsWithUnlikeNumbersOfPairs_knowWhatTheyCouldHaveShown() throws IOException {
    for (int seed = 0; seed < 5; seed++) {
      add("data", "off", seed, 0.3);
      add("data", "terms", seed, 0.4);
      add("data", "both", seed, 0.5);
    }
    results.remove(results.size() - 1);
    List<Difference> all = report(plan("off,terms,both", "0..4")).sets().get(0).differences();
    // Least p: 2 / 2^5 and 2 / 2^4. Holm: 2 * 0.0625 = 0.125 and max(0.125, 1 * 0.125).
    assertThat(ap(all, "terms").smallest()).isEqualTo(0.125);
    assertThat(ap(all, "both").smallest()).isEqualTo(0.125);
    assertThat(ap(all, "both").adjusted()).isEqualTo(0.125);
  }

  @Test
  void build_severalSets_poolsWithEachCountingTheSame() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "arms: {a: {}, b: {box: 1}}\nsets: {x: {imgsz: 64}, y: {imgsz: 96}}\nseeds: 0..1\n");
    add("x", "a", 0, 0.30);
    add("x", "b", 0, 0.32);
    add("x", "a", 1, 0.30);
    add("x", "b", 1, 0.34);
    add("y", "a", 0, 0.50);
    add("y", "b", 0, 0.49);
    StudyReport report = report(PlanFile.read(file, Map.of()));
    // Means of the sets: (0.02 + 0.04) / 2 = 0.03 and -0.01; their mean is 0.01.
    Difference pooled = ap(report.pooled(), "b");
    assertThat(pooled.mean()).isCloseTo(0.01, within(EXACT));
    assertThat(pooled.pairs()).isEqualTo(3);
    assertThat(pooled.detectable()).isEmpty();
    assertThat(new Wording(report).sentences().get(0))
        .startsWith("Over 3 pairs on 2 data sets together, `b` changed");
    assertThat(MarkdownReport.of(report, List.of()))
        .contains("| arm | x | y |")
        .contains("| `a` | 0.3000 ± 0.0000 | 0.5000 |")
        .contains("| `b` | 0.3300 ± 0.0141 | 0.4900 |")
        .contains("| arm | number | seed 0 | seed 1 |")
        .contains("| `b` | AP | +2.00 | +4.00 |")
        .contains("| `b` | AP | −1.00 | – |");
  }

  @Test
  void build_pairsOnOneOfSeveralSets_poolsNothing() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "arms: {a: {}, b: {box: 1}}\nsets: {x: {imgsz: 64}, y: {imgsz: 96}}\nseeds: 0\n");
    add("x", "a", 0, 0.30);
    add("x", "b", 0, 0.32);
    add("y", "a", 0, 0.50);
    StudyReport report = report(PlanFile.read(file, Map.of()));
    assertThat(report.pooled()).isEmpty();
    assertThat(new Wording(report).sentences()).hasSize(1);
  }

  @Test
  void forms_ofAReport_standAloneAndAreTheSameTwice() throws IOException {
    add("data", "off", 0, 0.3);
    add("data", "terms", 0, 0.4);
    StudyPlan plan =
        PlanFile.of(
            Map.of("presets", "off,terms", "seeds", "0", "data", "/home/somebody/dice/data.yaml"));
    StudyReport report = report(plan);
    List<Chart> charts = List.of(new Chart("precision", "AP <by> epoch", new byte[] {1, 2, 3}));
    String html = HtmlReport.of(report, charts);
    assertThat(html)
        .contains("src=\"data:image/png;base64,AQID\"")
        .contains("AP &lt;by&gt; epoch")
        .doesNotContain("<script")
        .doesNotContain("http")
        .doesNotContain("charts/");
    assertThat(JsonReport.of(report)).isEqualTo(JsonReport.of(report(plan)));
    for (String text : List.of(html, JsonReport.of(report), MarkdownReport.of(report, charts))) {
      assertThat(text).contains("dice/data.yaml").doesNotContain("somebody");
    }
  }
}
