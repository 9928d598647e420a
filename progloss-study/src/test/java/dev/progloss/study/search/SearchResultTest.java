package dev.progloss.study.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.run.config.Settings;
import dev.progloss.study.plan.NamedSettings;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.report.MarkdownReport;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.RunStory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who goes on, who wins and by how much, of numbers made up by hand. */
final class SearchResultTest {

  private static final double DIVERGED = Double.NaN;

  @TempDir Path folder;

  private final SearchPlan plan =
      SearchFile.of(
          Settings.given(
              List.of("epochs=6", "candidates=4", "eta=2", "rungs=2", "seeds=0,1", "data=a/b/c")));

  private Standing standing(int candidate, double... aps) {
    List<RunResult> runs = new ArrayList<>();
    for (int seed = 0; seed < aps.length; seed++) {
      List<Double> stats = new ArrayList<>(Collections.nCopies(12, 0.5));
      stats.set(0, aps[seed]);
      boolean isDiverged = Double.isNaN(aps[seed]);
      runs.add(
          new RunResult(
              "rung-0",
              "candidate-" + candidate,
              seed,
              isDiverged ? RunResult.End.DIVERGED : RunResult.End.FINISHED,
              Optional.of(new RunStory(List.of(new RunStory.Judged(2, stats, stats)), Map.of()))));
    }
    return new Standing(plan.candidates().get(candidate), runs);
  }

  private static List<Integer> indices(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::index).toList();
  }

  private Rung lowest() {
    // Means 0.2, 0.15, 0.4, 0.3.
    return new Rung(
        0,
        3,
        2,
        List.of(
            standing(0, 0.1, 0.3),
            standing(1, 0.2, 0.1),
            standing(2, 0.3, 0.5),
            standing(3, 0.5, 0.1)));
  }

  private SearchResult finished() {
    return new SearchResult(
        "ProgLoss test",
        plan,
        List.of(
            lowest(), new Rung(1, 6, 1, List.of(standing(2, 0.5, 0.5), standing(3, 0.7, 0.5)))));
  }

  @Test
  void promoted_areTheBestByTheirMeans() {
    assertThat(indices(lowest().promoted())).containsExactly(2, 3);
  }

  @Test
  void promoted_ofEqualOnes_isTheLowerIndex() {
    Rung rung =
        new Rung(
            0, 3, 2, List.of(standing(1, 0.2, 0.4), standing(2, 0.1, 0.1), standing(3, 0.4, 0.2)));
    assertThat(indices(rung.promoted())).containsExactly(1, 3);
    assertThat(rung.isCutThroughEquals()).isFalse();
    Rung one = new Rung(0, 3, 1, rung.standings());
    assertThat(indices(one.promoted())).containsExactly(1);
    assertThat(one.isCutThroughEquals()).isTrue();
    SearchResult result = new SearchResult("", plan, List.of(one, one));
    assertThat(new SearchWording(result).sentences("x"))
        .contains(
            "At rung 0 equal candidates stood on both sides of the cut, and their index decided:"
                + " runs of 3 epochs are too short to tell them apart.");
  }

  @Test
  void promoted_neverIsOneThatDivergedOrMeasuredNothing() {
    Rung rung =
        new Rung(
            0, 3, 2, List.of(standing(0, 0.9, DIVERGED), standing(1, -1, -1), standing(2, 0, 0)));
    assertThat(indices(rung.promoted())).containsExactly(2);
    Rung none = new Rung(0, 3, 2, List.of(standing(0, DIVERGED, 0.5)));
    assertThat(none.promoted()).isEmpty();
    assertThat(new SearchWording(new SearchResult("", plan, List.of(none))).sentences("x"))
        .singleElement()
        .asString()
        .startsWith("No candidate of rung 0 ended in an AP");
  }

  @Test
  void winner_isTheBestOfTheLastRung_withItsMarginsWhereTheKnownOnesWere() {
    SearchResult result = finished();
    assertThat(result.winner().orElseThrow().candidate().index()).isEqualTo(3);
    // At rung 0, the only one that off (0.2) and terms (0.15) got to, the winner had 0.3.
    assertThat(result.margins()).hasSize(2);
    assertThat(result.margins().get(0).difference()).isCloseTo(0.1, within(1e-12));
    assertThat(result.margins().get(1).difference()).isCloseTo(0.15, within(1e-12));
    assertThat(new SearchWording(result).sentences("confirm.yaml"))
        .anyMatch(line -> line.contains("was the best of 4 candidates after rungs of 3, 6 epochs"))
        .contains(
            "Winner minus `off`: +10.00 points of AP at rung 0 (3 epochs), the highest that `off`"
                + " got to.")
        .anyMatch(line -> line.contains("flatters it. Confirm it on other seeds"));
  }

  @Test
  void winner_beforeTheLastRung_isNone() {
    SearchResult result = new SearchResult("", plan, List.of(lowest()));
    assertThat(result.winner()).isEmpty();
    assertThat(result.margins()).isEmpty();
    assertThat(new SearchWording(result).sentences("x"))
        .containsExactly("1 of 2 rungs are made; there is no winner yet.");
  }

  @Test
  void winner_thatIsKnown_isNoFind() {
    SearchResult result =
        new SearchResult(
            "",
            plan,
            List.of(
                lowest(),
                new Rung(1, 6, 1, List.of(standing(1, 0.6, 0.6), standing(2, 0.5, 0.5)))));
    assertThat(new SearchWording(result).sentences("x"))
        .contains("The search found nothing better than `terms`.");
    StudyPlan confirmation = Confirmation.of(plan, result.winner().orElseThrow().candidate());
    assertThat(confirmation.arms()).extracting(NamedSettings::name).containsExactly("off", "terms");
  }

  @Test
  void confirmation_readsAsAPlanOfUnseenSeeds() throws IOException {
    Candidate winner = plan.candidates().get(3);
    StudyPlan made = Confirmation.of(plan, winner);
    Path file = Files.writeString(folder.resolve("confirm.yaml"), PlanFile.text(made));
    StudyPlan read = PlanFile.read(file, Map.of());
    assertThat(read).isEqualTo(made);
    assertThat(read.arms())
        .extracting(NamedSettings::name)
        .containsExactly("off", "terms", "tuned");
    assertThat(read.arms().get(2).settings()).isEqualTo(winner.settings());
    assertThat(read.baseline()).isEqualTo("off");
    assertThat(read.seeds()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    assertThat(read.common()).containsEntry("epochs", "6").containsEntry("data", "a/b/c");
  }

  @Test
  void page_tellsCandidatesFurthestFirst() {
    String page = MarkdownReport.of(SearchPage.of(finished(), List.of(), "confirm.yaml"));
    String three = plan.candidates().get(3).words();
    String two = plan.candidates().get(2).words();
    assertThat(page)
        .contains(
            "| candidate | weights | rung 0, 3 epochs | rung 1, 6 epochs |\n"
                + "|---|---|---:|---:|\n"
                + "| `candidate-3` | "
                + three
                + " | 0.3000 | 0.6000 |\n"
                + "| `candidate-2` | "
                + two
                + " | 0.4000 | 0.5000 |\n"
                + "| `candidate-0` | off | 0.2000 |  |\n"
                + "| `candidate-1` | terms | 0.1500 |  |\n")
        .contains("./progloss train preset=off 'progloss.terms.cls=linear(")
        .contains("data=b/c")
        .contains("| rung 0 | `candidate-3` | 0.5000 | 0.1000 |");
    assertThat(SearchJson.of(finished(), "confirm.yaml"))
        .contains("\"promoted\" : [ \"candidate-2\", \"candidate-3\" ]")
        .contains("\"data\" : \"b/c\"")
        .doesNotContain("jobs");
  }
}
