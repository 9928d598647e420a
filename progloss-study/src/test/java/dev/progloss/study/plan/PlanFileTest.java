package dev.progloss.study.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanFileTest {

  private static final String WHOLE =
      """
      arms:
        plain: {}
        strong:
          progloss: {terms: {cls: "linear(2,0.5)"}}
          box: 5
      seeds: 0..2
      sets:
        dice: {data: my/dice.yaml, imgsz: 320}
        cells: {data: my/cells.yaml}
      model: yolo26n
      epochs: 40
      """;

  @TempDir Path folder;

  @Test
  void read_wholePlan_hasEveryPart() throws IOException {
    StudyPlan plan = PlanFile.read(write(WHOLE), Map.of());
    assertThat(plan.arms())
        .containsExactly(
            new NamedSettings("plain", Map.of()),
            new NamedSettings("strong", Map.of("progloss.terms.cls", "linear(2,0.5)", "box", "5")));
    assertThat(plan.baseline()).isEqualTo("plain");
    assertThat(plan.others()).containsExactly("strong");
    assertThat(plan.seeds()).containsExactly(0L, 1L, 2L);
    assertThat(plan.sets()).extracting(NamedSettings::name).containsExactly("dice", "cells");
    assertThat(plan.jobs()).isEqualTo(1);
    assertThat(plan.common()).isEqualTo(Map.of("model", "yolo26n", "epochs", "40"));
  }

  @Test
  void runs_seedsOutermostThenSetsThenArms_soThatPairsAreWholeEarly() throws IOException {
    List<PlannedRun> runs = PlanFile.read(write(WHOLE), Map.of()).runs();
    assertThat(runs).hasSize(12);
    assertThat(runs.subList(0, 5))
        .extracting(PlannedRun::title)
        .containsExactly(
            "dice/plain/seed-0",
            "dice/strong/seed-0",
            "cells/plain/seed-0",
            "cells/strong/seed-0",
            "dice/plain/seed-1");
    assertThat(runs.get(1).settings())
        .isEqualTo(
            Map.of(
                "model", "yolo26n",
                "epochs", "40",
                "data", "my/dice.yaml",
                "imgsz", "320",
                "progloss.terms.cls", "linear(2,0.5)",
                "box", "5",
                "seed", "0"));
  }

  @Test
  void on_someSets_hasTheirRunsAndNoOthers() throws IOException {
    StudyPlan plan = PlanFile.read(write(WHOLE), Map.of());
    assertThat(plan.on(List.of("cells")).runs())
        .isEqualTo(plan.runs().stream().filter(run -> run.set().equals("cells")).toList());
    assertThat(plan.on(List.of("dice", "cells"))).isEqualTo(plan);
    assertThatThrownBy(() -> plan.on(List.of("cells", "cards")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("sets must be among [dice, cells], got 'cards'");
  }

  @Test
  void read_givenBesideTheFile_wins() throws IOException {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("epochs", "2");
    given.put("seeds", "7,3");
    given.put("baseline", "strong");
    given.put("jobs", "2");
    StudyPlan plan = PlanFile.read(write(WHOLE), given);
    assertThat(plan.common()).containsEntry("epochs", "2");
    assertThat(plan.seeds()).containsExactly(7L, 3L);
    assertThat(plan.others()).containsExactly("plain");
    assertThat(plan.jobs()).isEqualTo(2);
  }

  @Test
  void of_presets_areArmsOfTheirNames() {
    StudyPlan plan = PlanFile.of(Map.of("presets", "off, terms", "seeds", "5"));
    assertThat(plan.arms())
        .containsExactly(
            new NamedSettings("off", Map.of("preset", "off")),
            new NamedSettings("terms", Map.of("preset", "terms")));
    assertThat(plan.runs().get(1).title()).isEqualTo("data/terms/seed-5");
  }

  @Test
  void text_ofAnyPlan_readsBackToTheSame() throws IOException {
    StudyPlan whole =
        PlanFile.read(write(WHOLE), Map.of("project", "a \"b\" \\ c: #d", "jobs", "3"));
    assertThat(PlanFile.read(write(PlanFile.text(whole)), Map.of())).isEqualTo(whole);
    StudyPlan plain = PlanFile.of(Map.of("presets", "off,both", "seeds", "-1,4"));
    assertThat(PlanFile.read(write(PlanFile.text(plain)), Map.of())).isEqualTo(plain);
  }

  @Test
  void withDefault_fillsWhatIsLeftOpenAndNothingElse() {
    StudyPlan plan =
        PlanFile.of(Map.of("presets", "off,both", "seeds", "0", "amp", "auto", "threads", "3"));
    assertThat(plan.withDefault("amp", "false").common()).containsEntry("amp", "false");
    assertThat(plan.withDefault("threads", "1").common()).containsEntry("threads", "3");
    assertThat(plan.withDefault("workers", "0").common()).containsEntry("workers", "0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arms: {a: {}}\\nseeds: 1 | at least two arms, got 1",
        "seeds: 1 | at least two arms, got 0",
        "arms: {a: {}, b: {}} | seeds is missing",
        "arms: {a: {}, b: {}}\\nseeds: 1..x | seeds must be whole numbers",
        "arms: {a: {}, b: {}}\\nseeds: 3..1 | seeds must be whole numbers",
        "arms: {a: {}, b: {}}\\nseeds: 0..99999999999 | seeds must be whole numbers",
        "arms: {a: {}, b: {}}\\nseeds: [1, 2, 1] | seeds must differ",
        "arms: {a: {}, b: {}}\\nseeds: 1\\nbaseline: c | baseline must be one of the arms a, b",
        "arms: {a: {}, A: {}}\\nseeds: 1 | names that differ, got 'a' and 'A'",
        "arms: {a: {}, ../b: {}}\\nseeds: 1 | become folders",
        "arms: {a: {}, con.x: {}}\\nseeds: 1 | become folders",
        "arms: {a: {}, b.: {}}\\nseeds: 1 | become folders",
        "arms: {a: {}, b: 3}\\nseeds: 1 | plan.yaml:1: arms.b must hold settings",
        "arms: 3\\nseeds: 1 | arms must hold names",
        "arms: {a: {}, b: {}}\\nseeds: 1\\njobs: 0 | jobs must be at least 1",
        "arms: {a: {}, b: {}}\\nseeds: 1\\njobs: some | jobs must be a whole number",
        "arms: {a: {}, b: {}}\\nseeds: 1\\nseed: 3 | seed must be left out of a comparison",
        "arms: {a: {}, b: {}}\\nseeds: 1\\nconfig: x | config must be left out",
        "arms: {a: {}, b: {}}\\nseeds: 1\\nresume: x | resume must be left out",
        "arms: {a: {}, b: {exist_ok: true}}\\nseeds: 1 | arm b: exist_ok must be left out",
        "arms: {a: {}, b: {name: x}}\\nseeds: 1 | arm b: name must be left out",
        "arms: {a: {}, b: {box: 1}}\\nsets: {s: {box: 2}}\\nseeds: 1 | not by both",
        "presets: 'off,of'\\nseeds: 1 | presets must be words of off, terms",
        "presets: 'off,off'\\nseeds: 1 | presets must have names that differ",
        "presets: 'off,both'\\npreset: off\\nseeds: 1 | preset must be left out beside presets",
        "presets: 'off,both'\\narms: {a: {}}\\nseeds: 1 | not both",
      })
  void read_wrongPlan_saysWhat(String yaml, String message) throws IOException {
    Path file = write(yaml.replace("\\n", "\n"));
    assertThatThrownBy(() -> PlanFile.read(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("plan.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void read_presetsBesideAPlan_refuses() throws IOException {
    Path file = write(WHOLE);
    assertThatThrownBy(() -> PlanFile.read(file, Map.of("presets", "off,terms")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("presets must be left out beside plan=");
    assertThatThrownBy(() -> PlanFile.of(Map.of("seeds", "1")))
        .hasMessageContaining("give presets=off,terms")
        .hasMessageContaining("or plan=FILE.yaml");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("plan.yaml"), yaml);
  }
}
