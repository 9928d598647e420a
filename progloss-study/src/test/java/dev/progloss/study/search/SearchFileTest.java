package dev.progloss.study.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import dev.progloss.study.plan.PlannedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SearchFileTest {

  @TempDir Path folder;

  private static SearchPlan plan(String arguments) {
    return SearchFile.of(Settings.given(List.of(arguments.split(" "))));
  }

  @Test
  void of_epochsAlone_hasTheUsualValues() {
    SearchPlan plan = plan("epochs=18");
    assertThat(plan.halving()).isEqualTo(new Halving(9, 3, 3, 18));
    assertThat(plan.seeds()).containsExactly(0L);
    assertThat(plan.jobs()).isEqualTo(1);
    assertThat(plan.space().kind()).isEqualTo(SearchSpace.Kind.TERMS);
    assertThat(plan.space().seed()).isZero();
    assertThat(plan.common()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs=18",
        "epochs=40 candidates=20 eta=4 rungs=2 seeds=0..2 search=both range=0.5..2.5 search_seed=-3"
            + " jobs=2 data=a\"b.yaml name=x project=y model=yolo26t",
        "epochs=18 search=branches lr0=0.01",
      })
  void text_readsBackToTheSamePlan(String arguments) throws IOException {
    SearchPlan plan = plan(arguments);
    Path file = Files.writeString(folder.resolve("plan.yaml"), SearchFile.text(plan));
    assertThat(SearchFile.read(file, Map.of())).isEqualTo(plan);
    assertThat(SearchFile.read(file, Map.of("jobs", "3")).jobs()).isEqualTo(3);
  }

  @Test
  void runs_haveTheRungsEpochsAndAreOrderedBySeed() {
    SearchPlan plan = plan("epochs=18 seeds=4,7 model=yolo26t name=x project=y");
    List<PlannedRun> runs = plan.runs(1, plan.candidates().subList(1, 3));
    assertThat(runs)
        .extracting(PlannedRun::title)
        .containsExactly(
            "rung-1/candidate-1/seed-4",
            "rung-1/candidate-2/seed-4",
            "rung-1/candidate-1/seed-7",
            "rung-1/candidate-2/seed-7");
    assertThat(runs.get(2).settings())
        .containsExactly(
            Map.entry("model", "yolo26t"),
            Map.entry("epochs", "6"),
            Map.entry("preset", "terms"),
            Map.entry("seed", "7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seeds=0 | epochs is missing",
        "epochs=ten | epochs must be a whole number, got 'ten'",
        "epochs=18 candidates=x | candidates must be a whole number, got 'x'",
        "epochs=18 search=all | search must be one of terms, branches, both, got 'all'",
        "epochs=18 range=1 | range must be LOW..HIGH such as 0.25..4, got '1'",
        "epochs=18 range=-1..4 | range must be LOW..HIGH such as 0.25..4, got '-1..4'",
        "epochs=18 search=branches range=1..2 | range must be left out beside search=branches",
        "epochs=18 search_seed=x | search_seed must be a whole number, got 'x'",
        "epochs=18 seeds=0,0 | seeds must be one or more that differ",
        "epochs=18 jobs=0 | jobs must be at least 1",
        "epochs=18 seed=1 | seed must be left out of a search",
        "epochs=18 horizon=9 | horizon must be left out of a search",
        "epochs=18 preset=off | preset must be left out of a search, which sets it",
        "epochs=18 progloss.terms.cls=1 | progloss.terms.cls must be left out of a search",
        "epochs=18 candidates=2000 seeds=0..9 | a rung may have 10000 runs at the most",
      })
  void of_wrongArguments_areRefused(String arguments, String message) {
    assertThatThrownBy(() -> plan(arguments))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void of_termsBesideSearchedBranches_mayBeSet() {
    assertThat(plan("epochs=18 search=branches progloss.terms.cls=2").common())
        .containsEntry("progloss.terms.cls", "2");
  }

  @Test
  void withDefault_whatIsLeftOpen_isSaid() {
    SearchPlan plan = plan("epochs=18 threads=auto workers=2");
    assertThat(plan.withDefault("threads", "4").withDefault("workers", "0").common())
        .containsExactly(Map.entry("threads", "4"), Map.entry("workers", "2"));
  }

  @Test
  void read_planOfAComparison_isRefused() throws IOException {
    Path file =
        Files.writeString(folder.resolve("plan.yaml"), "arms: {a: {}, b: {box: 5}}\nseeds: 0\n");
    assertThatThrownBy(() -> SearchFile.read(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be the plan of a search");
  }
}
