package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.study.result.DigestFile;
import dev.progloss.study.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of the smallest runs, in processes as they really are. */
final class CompareTorchTest {

  @TempDir static Path folder;

  private static SmallComparison small;

  @BeforeAll
  static void compare() throws Exception {
    small = SmallComparison.make(folder);
  }

  private static Map<String, Object> firstStep(String run) {
    return JournalReader.read(
            small.study("straight").resolve("runs/data").resolve(run + "/journal.jsonl"))
        .stream()
        .filter(record -> "step".equals(record.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void compare_leavesRunsAndReports() throws IOException {
    for (String file : List.of("plan.yaml", "report.html", "report.md", "report.json")) {
      assertThat(small.study("straight").resolve(file)).isNotEmptyFile();
    }
    for (String chart : List.of("differences", "precision", "weights", "lenses")) {
      Path file = small.study("straight").resolve("charts/" + chart + ".png");
      assertThat(ImageIO.read(file.toFile()).getWidth()).as(chart).isGreaterThan(500);
    }
    assertThat(small.said())
        .contains("6 runs, 6 to make, 2 at a time, threads=")
        .contains("data/both/seed-1  begins")
        .contains("none left")
        .contains("`same` changed end-to-end AP by 0.00 points against `off`");
    JsonNode report = small.report("straight");
    assertThat(report.get("runs").get("finished").asInt()).isEqualTo(6);
    assertThat(report.get("sets").get(0).get("differences")).hasSize(8);
  }

  @Test
  void compare_equalArms_differByNothingSeedBySeed() throws IOException {
    for (JsonNode each : small.report("straight").get("sets").get(0).get("differences")) {
      if (each.get("arm").asText().equals("same")) {
        for (JsonNode difference : each.get("strata").get(0).get("differences")) {
          assertThat(difference.asDouble()).isZero();
        }
        assertThat(each.get("p_adjusted").asDouble()).isEqualTo(1);
        assertThat(each.get("shown").asBoolean()).isFalse();
      }
    }
    assertThat(small.study("straight").resolve("runs/data/same/seed-1/journal.jsonl"))
        .hasSameBinaryContentAs(
            small.study("straight").resolve("runs/data/off/seed-1/journal.jsonl"));
  }

  @Test
  void compare_anySeed_beginsAllArmsWithTheSameWeightsAndPictures() {
    // The raw terms of the first batch tell of nothing but the first weights and the batch.
    assertThat(firstStep("both/seed-0").get("raw")).isEqualTo(firstStep("off/seed-0").get("raw"));
    assertThat(firstStep("both/seed-0").get("total"))
        .isNotEqualTo(firstStep("off/seed-0").get("total"));
    assertThat(firstStep("off/seed-1").get("raw")).isNotEqualTo(firstStep("off/seed-0").get("raw"));
  }

  @Test
  @Timeout(120)
  void compare_killedWithItsRunsAndResumed_endsInTheSameReport() throws Exception {
    StartedCommand killed = small.started("killed");
    // Until a run is finished and others are under way.
    killed.kill(small.command("killed"), small.study("killed"), 3);
    assertThat(small.study("killed").resolve("report.json")).doesNotExist();

    killed.run(List.of("compare", "resume=" + small.study("killed")));
    for (String file : List.of("report.json", "report.md")) {
      assertThat(small.study("killed").resolve(file))
          .hasSameBinaryContentAs(small.study("straight").resolve(file));
    }
    assertThat(small.run("compare", "report=" + small.study("straight"))).isZero();
    assertThat(small.study("killed").resolve("report.json"))
        .hasSameBinaryContentAs(small.study("straight").resolve("report.json"));
  }

  @Test
  void report_otherArmsAndBaseline_goesElsewhereAndLeavesTheFirst() throws IOException {
    byte[] before = Files.readAllBytes(small.study("straight").resolve("report.json"));
    Path out = small.path("other-question");
    String report = "report=" + small.study("straight");
    assertThat(small.run("compare", report, "arms=both,same", "out=" + out)).isZero();
    JsonNode asked = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(asked.get("plan").get("baseline").asText()).isEqualTo("both");
    assertThat(asked.get("runs").get("finished").asInt()).isEqualTo(4);
    Path own = small.study("straight");
    assertThat(asked.get("command").asText()) // its own, with paths shortened
        .isEqualTo(
            "./progloss compare report=%s/%s arms=both,same out=FOLDER"
                .formatted(own.getParent().getFileName(), own.getFileName()));
    JsonNode forth = ap(small.report("straight"), "both");
    JsonNode back = ap(asked, "same");
    assertThat(back.get("mean").asDouble()).isEqualTo(-forth.get("mean").asDouble());
    assertThat(out.resolve("charts/differences.png")).isNotEmptyFile();
    assertThat(small.study("straight").resolve("report.json")).hasBinaryContent(before);

    Path plain = small.path("without-charts");
    assertThat(small.run("compare", report, "plots=false", "out=" + plain)).isZero();
    assertThat(plain.resolve("charts")).doesNotExist();
    assertThat(plain.resolve("report.md")).content().contains("plots=false").doesNotContain("![");
    assertThat(plain.resolve("report.html")).content().doesNotContain("<img");

    assertThat(small.run("compare", report, "plots=perhaps", "out=" + plain)).isEqualTo(3);
    assertThat(small.errors()).contains("plots must be true or false");
    assertThat(small.run("compare", report, "baseline=both")).isEqualTo(3);
    assertThat(small.errors()).contains("out= must say where");
    assertThat(small.run("compare", report, "arms=off,none", "out=" + out)).isEqualTo(3);
    assertThat(small.errors()).contains("arms must be among [off, same, both], got 'none'");
    assertThat(small.run("compare", report, "sets=data,more", "out=" + out)).isEqualTo(3);
    assertThat(small.errors()).contains("sets must be among [data], got 'more'");
    assertThat(small.run("compare", report, "baseline=both", "out=" + small.study("straight")))
        .isEqualTo(3);
    assertThat(small.errors()).contains("choose another out=");
    assertThat(small.study("straight").resolve("report.json")).hasBinaryContent(before);
  }

  private static JsonNode ap(JsonNode report, String arm) {
    for (JsonNode each : report.get("sets").get(0).get("differences")) {
      if (each.get("arm").asText().equals(arm) && each.get("metric").asText().equals("ap")) {
        return each;
      }
    }
    throw new AssertionError(arm);
  }

  @Test
  void compare_anArmThatDiverges_isAnOutcome() throws Exception {
    Path wild =
        Files.writeString(
            small.path("wild.yaml"),
            "arms: {calm: {}, wild: {lr0: 1e30, warmup_epochs: 0, clip: 1e30}}\nseeds: 0\n");
    small
        .started("wild")
        .run(
            List.of(
                "compare",
                "plan=" + wild,
                "data=" + small.path("data/data.yaml"),
                "model=yolo26t",
                "imgsz=64",
                "epochs=4",
                "batch=2",
                "jobs=2",
                "project=" + small.path("runs"),
                "name=wild"));
    JsonNode report = small.report("wild");
    assertThat(report.get("runs").get("diverged").asInt()).isEqualTo(1);
    assertThat(report.get("sets").get(0).get("differences")).isEmpty();
    assertThat(report.get("sets").get(0).get("left_out").get(0).asText())
        .isEqualTo("`wild`, seed 0: `wild` diverged");
    assertThat(small.study("wild").resolve("report.md")).content().contains("1 of 1 diverged");
    assertThat(
            DigestFile.read(small.study("wild").resolve("runs/data/wild/seed-0.digest.jsonl.gz"))
                .end())
        .isEqualTo(RunResult.End.DIVERGED);
  }
}
