package dev.progloss.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.study.result.DigestFile;
import dev.progloss.study.result.RunDigest;
import dev.progloss.study.result.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of the smallest runs, in processes as they really are. */
final class CompareTorchTest {

  private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
  private static final ByteArrayOutputStream ERR = new ByteArrayOutputStream();
  private static final List<String> SMALL =
      List.of("model=yolo26t", "imgsz=64", "epochs=2", "batch=4", "val_period=1", "jobs=2");

  @TempDir static Path folder;

  private static Path plan;
  private static String said;

  @BeforeAll
  static void compare() throws Exception {
    assertThat(
            run(
                "sample",
                "out=" + folder.resolve("data"),
                "sample_train=8",
                "sample_val=4",
                "sample_side=64"))
        .isZero();
    plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            arms: {off: {preset: off}, same: {preset: off}, both: {preset: both}}
            seeds: 0..1
            """);
    said = started("straight").run(command("straight"));
  }

  private static List<String> command(String name) {
    List<String> arguments = new ArrayList<>(List.of("compare", "plan=" + plan));
    arguments.addAll(SMALL);
    arguments.add("data=" + folder.resolve("data/data.yaml"));
    arguments.add("project=" + folder.resolve("runs"));
    arguments.add("name=" + name);
    return arguments;
  }

  private static Path study(String name) {
    return folder.resolve("runs").resolve(name);
  }

  private static JsonNode report(String name) throws IOException {
    return new ObjectMapper().readTree(study(name).resolve("report.json").toFile());
  }

  private static Map<String, Object> firstStep(String run) {
    return JournalReader.read(
            study("straight").resolve("runs/data").resolve(run + "/journal.jsonl"))
        .stream()
        .filter(record -> "step".equals(record.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void compare_leavesRunsAndReports() throws IOException {
    for (String file : List.of("plan.yaml", "report.html", "report.md", "report.json")) {
      assertThat(study("straight").resolve(file)).isNotEmptyFile();
    }
    for (String chart : List.of("differences", "precision", "weights", "lenses")) {
      Path file = study("straight").resolve("charts/" + chart + ".png");
      assertThat(ImageIO.read(file.toFile()).getWidth()).as(chart).isGreaterThan(500);
    }
    assertThat(said)
        .contains("6 runs, 6 to make, 2 at a time, threads=")
        .contains("data/both/seed-1  begins")
        .contains("none left")
        .contains("`same` changed end-to-end AP by 0.00 points against `off`");
    JsonNode report = report("straight");
    assertThat(report.get("runs").get("finished").asInt()).isEqualTo(6);
    assertThat(report.get("sets").get(0).get("differences")).hasSize(8);
  }

  @Test
  void compare_equalArms_differByNothingSeedBySeed() throws IOException {
    for (JsonNode each : report("straight").get("sets").get(0).get("differences")) {
      if (each.get("arm").asText().equals("same")) {
        for (JsonNode difference : each.get("strata").get(0).get("differences")) {
          assertThat(difference.asDouble()).isZero();
        }
        assertThat(each.get("p_adjusted").asDouble()).isEqualTo(1);
        assertThat(each.get("shown").asBoolean()).isFalse();
      }
    }
    assertThat(study("straight").resolve("runs/data/same/seed-1/journal.jsonl"))
        .hasSameBinaryContentAs(study("straight").resolve("runs/data/off/seed-1/journal.jsonl"));
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
    StartedCommand killed = started("killed");
    // Until a run is finished and others are under way.
    killed.kill(command("killed"), study("killed"), 3);
    assertThat(study("killed").resolve("report.json")).doesNotExist();

    killed.run(List.of("compare", "resume=" + study("killed")));
    for (String file : List.of("report.json", "report.md")) {
      assertThat(study("killed").resolve(file))
          .hasSameBinaryContentAs(study("straight").resolve(file));
    }
    assertThat(run("compare", "report=" + study("straight"))).isZero();
    assertThat(study("killed").resolve("report.json"))
        .hasSameBinaryContentAs(study("straight").resolve("report.json"));
  }

  /** Only what is kept of the runs, as one would carry it to another machine. */
  private static Path carried(String name) throws IOException {
    Path from = study("straight");
    Path to = study(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file :
          files.filter(each -> each.toString().endsWith(".digest.jsonl.gz")).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Files.copy(from.resolve("plan.yaml"), to.resolve("plan.yaml"));
    return to;
  }

  @Test
  void compare_runsOfWhichOnlyDigestsAreLeft_countAsTheRunsThemselves() throws Exception {
    Path carried = carried("carried");
    assertThat(carried.resolve("runs/data/both/seed-1")).doesNotExist();
    assertThat(run("compare", "report=" + carried)).isZero();
    for (String file : List.of("report.json", "report.md")) {
      assertThat(carried.resolve(file)).hasSameBinaryContentAs(study("straight").resolve(file));
    }
    assertThat(report("carried").get("sets").get(0).get("over_pictures")).hasSize(2);

    Files.delete(carried.resolve("runs/data/both/seed-1.digest.jsonl.gz"));
    Files.delete(carried.resolve("report.json"));
    assertThat(started("carried").run(List.of("compare", "resume=" + carried)))
        .contains("6 runs, 1 to make")
        .contains("data/both/seed-1  begins");
    assertThat(carried.resolve("runs/data/off/seed-0")).doesNotExist();
    assertThat(carried.resolve("report.json"))
        .hasSameBinaryContentAs(study("straight").resolve("report.json"));
  }

  @Test
  void compare_reuse_takesRunsOfTheSameSettingsAndMakesTheOthers() throws Exception {
    String theirs = "runs/data/off/seed-0.digest.jsonl.gz";
    Path earlier = carried("earlier");
    Path asked =
        Files.writeString(
            folder.resolve("reusing.yaml"), "arms: {off: {preset: off}, both: {preset: terms}}");
    List<String> command = new ArrayList<>(command("reusing"));
    command.set(1, "plan=" + asked);
    command.addAll(List.of("seeds=0", "reuse=" + earlier));
    assertThat(started("reusing").run(command))
        .contains(
            "preset was 'both' when this run was made and is 'terms' by the plan: it is made anew")
        .contains("1 of 2 runs taken from " + earlier)
        .contains("2 runs, 1 to make")
        .contains("data/both/seed-0  begins");
    Path reusing = study("reusing");
    assertThat(reusing.resolve(theirs)).hasSameBinaryContentAs(earlier.resolve(theirs));
    assertThat(reusing.resolve("runs/data/off/seed-0")).doesNotExist();
    assertThat(report("reusing").get("runs").get("finished").asInt()).isEqualTo(2);

    assertThat(run("compare", "resume=" + reusing, "reuse=" + folder.resolve("data"))).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("is not the folder of a comparison");
  }

  @Test
  void report_reuse_countsRunsOfAnotherComparisonWhereItHasNone() throws IOException {
    Path lender = carried("lender");
    Path borrowing = carried("borrowing");
    for (String run : List.of("off/seed-0", "both/seed-1")) {
      Files.delete(borrowing.resolve("runs/data/" + run + ".digest.jsonl.gz"));
    }
    assertThat(run("compare", "report=" + borrowing)).isZero();
    assertThat(report("borrowing").get("runs").get("missing").asInt()).isEqualTo(2);
    assertThat(run("compare", "report=" + borrowing, "reuse=" + lender)).isZero();
    for (String file : List.of("report.json", "report.md")) {
      assertThat(borrowing.resolve(file)).hasSameBinaryContentAs(study("straight").resolve(file));
    }
    assertThat(borrowing.resolve("runs/data/off/seed-0.digest.jsonl.gz")).doesNotExist();

    Path other = borrowing.resolve("plan.yaml");
    Files.writeString(
        other,
        Files.readString(other)
            .replace("\"both\":\n    preset: \"both\"", "\"both\":\n    preset: \"terms\""));
    Files.delete(borrowing.resolve("runs/data/both/seed-0.digest.jsonl.gz"));
    assertThat(run("compare", "report=" + borrowing, "reuse=" + lender)).isZero();
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .contains("both/seed-0.digest.jsonl.gz: preset was 'both'")
        .contains("is 'terms' by the plan: it is left out");
    assertThat(report("borrowing").get("runs").get("missing").asInt()).isEqualTo(2);

    Path theirs = lender.resolve("plan.yaml");
    Files.writeString(theirs, Files.readString(theirs) + "lr0: 0.5\n");
    assertThat(run("compare", "report=" + borrowing, "reuse=" + lender)).isZero();
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .contains("off/seed-0.digest.jsonl.gz: lr0 was '0.5'");
    assertThat(report("borrowing").get("runs").get("missing").asInt()).isEqualTo(3);
  }

  @Test
  void report_otherArmsAndBaseline_goesElsewhereAndLeavesTheFirst() throws IOException {
    byte[] before = Files.readAllBytes(study("straight").resolve("report.json"));
    Path out = folder.resolve("other-question");
    String report = "report=" + study("straight");
    assertThat(run("compare", report, "arms=both,same", "out=" + out)).isZero();
    JsonNode asked = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(asked.get("plan").get("baseline").asText()).isEqualTo("both");
    assertThat(asked.get("runs").get("finished").asInt()).isEqualTo(4);
    Path own = study("straight");
    assertThat(asked.get("command").asText()) // its own, with paths shortened
        .isEqualTo(
            "./progloss compare report=%s/%s arms=both,same out=FOLDER"
                .formatted(own.getParent().getFileName(), own.getFileName()));
    JsonNode forth = ap(report("straight"), "both");
    JsonNode back = ap(asked, "same");
    assertThat(back.get("mean").asDouble()).isEqualTo(-forth.get("mean").asDouble());
    assertThat(out.resolve("charts/differences.png")).isNotEmptyFile();
    assertThat(study("straight").resolve("report.json")).hasBinaryContent(before);

    Path plain = folder.resolve("without-charts");
    assertThat(run("compare", report, "plots=false", "out=" + plain)).isZero();
    assertThat(plain.resolve("charts")).doesNotExist();
    assertThat(plain.resolve("report.md")).content().contains("plots=false").doesNotContain("![");
    assertThat(plain.resolve("report.html")).content().doesNotContain("<img");

    assertThat(run("compare", report, "plots=perhaps", "out=" + plain)).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("plots must be true or false");
    assertThat(run("compare", report, "baseline=both")).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("out= must say where");
    assertThat(run("compare", report, "arms=off,none", "out=" + out)).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .contains("arms must be among [off, same, both], got 'none'");
    assertThat(run("compare", report, "sets=data,more", "out=" + out)).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .contains("sets must be among [data], got 'more'");
    assertThat(run("compare", report, "baseline=both", "out=" + study("straight"))).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("choose another out=");
    assertThat(study("straight").resolve("report.json")).hasBinaryContent(before);
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
  void compare_digestOfOtherSettings_isRefusedAndNamed() throws Exception {
    Path carried = carried("other");
    Path yaml = carried.resolve("plan.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("epochs: \"2\"", "epochs: \"3\""));
    assertThat(run("compare", "resume=" + carried)).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .contains("seed-0.digest.jsonl.gz: epochs was '2' when this run was made and is '3'");
  }

  @Test
  void compare_digestThatDoesNotSayASettingOfThePlan_isRefusedAndNamed() throws Exception {
    Path carried = carried("silent");
    Path file = carried.resolve("runs/data/both/seed-0.digest.jsonl.gz");
    RunDigest digest = DigestFile.read(file);
    Map<String, String> settings = new LinkedHashMap<>(digest.settings());
    assertThat(settings.remove("imgsz")).isEqualTo("64");
    RunDigest silent =
        new RunDigest(digest.end(), digest.machine(), settings, digest.story(), digest.pictures());
    DigestFile.write(file, silent, "ProgLoss test");
    for (String key : List.of("resume=", "report=")) {
      assertThat(run("compare", key + carried)).isEqualTo(3);
      assertThat(ERR.toString(StandardCharsets.UTF_8))
          .contains("seed-0.digest.jsonl.gz: imgsz was '")
          .contains("and is '64' by the plan");
    }
  }

  @Test
  void report_digestInThePlaceOfAnother_isRefusedAndNamed() throws Exception {
    Path carried = carried("swapped");
    String place = "runs/data/both/seed-1.digest.jsonl.gz";
    Map<String, String> wrong =
        Map.of(
            "runs/data/both/seed-0.digest.jsonl.gz",
            "seed was '0' when this run was made and is '1'",
            "runs/data/off/seed-1.digest.jsonl.gz",
            "preset was 'off' when this run was made and is 'both'");
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      Files.copy(carried.resolve(each.getKey()), carried.resolve(place), REPLACE_EXISTING);
      assertThat(run("compare", "report=" + carried)).isEqualTo(3);
      assertThat(ERR.toString(StandardCharsets.UTF_8)).contains(place + ": " + each.getValue());
    }
    assertThat(carried.resolve("report.json")).doesNotExist();
  }

  @Test
  void report_damagedDigestBesideAWholeRun_isToldAndCostsNothing() throws IOException {
    Path straight = study("straight");
    Path digest = straight.resolve("runs/data/same/seed-1.digest.jsonl.gz");
    byte[] before = Files.readAllBytes(digest);
    Path out = folder.resolve("damaged");
    try {
      Files.write(digest, new byte[] {31, 7});
      assertThat(run("compare", "report=" + straight, "out=" + out)).isZero();
    } finally {
      Files.write(digest, before);
    }
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .contains("seed-1.digest.jsonl.gz")
        .contains("left out, the run's folder counts");
    assertThat(out.resolve("report.json")).hasSameBinaryContentAs(straight.resolve("report.json"));
  }

  @Test
  void compare_anArmThatDiverges_isAnOutcome() throws Exception {
    Path wild =
        Files.writeString(
            folder.resolve("wild.yaml"),
            "arms: {calm: {}, wild: {lr0: 1e30, warmup_epochs: 0, clip: 1e30}}\nseeds: 0\n");
    started("wild")
        .run(
            List.of(
                "compare",
                "plan=" + wild,
                "data=" + folder.resolve("data/data.yaml"),
                "model=yolo26t",
                "imgsz=64",
                "epochs=4",
                "batch=2",
                "jobs=2",
                "project=" + folder.resolve("runs"),
                "name=wild"));
    JsonNode report = report("wild");
    assertThat(report.get("runs").get("diverged").asInt()).isEqualTo(1);
    assertThat(report.get("sets").get(0).get("differences")).isEmpty();
    assertThat(report.get("sets").get(0).get("left_out").get(0).asText())
        .isEqualTo("`wild`, seed 0: `wild` diverged");
    assertThat(study("wild").resolve("report.md")).content().contains("1 of 1 diverged");
    assertThat(
            DigestFile.read(study("wild").resolve("runs/data/wild/seed-0.digest.jsonl.gz")).end())
        .isEqualTo(RunResult.End.DIVERGED);
  }

  private static StartedCommand started(String name) {
    return new StartedCommand(folder.resolve(name + ".log"));
  }

  private static int run(String... arguments) {
    OUT.reset();
    ERR.reset();
    return Main.execute(
        new PrintStream(OUT, true, StandardCharsets.UTF_8),
        new PrintStream(ERR, true, StandardCharsets.UTF_8),
        arguments);
  }
}
