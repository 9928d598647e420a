package dev.progloss.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.study.result.DigestFile;
import dev.progloss.study.result.RunDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a comparison's runs stands for them, here and in other comparisons. */
final class CompareDigestTorchTest {

  @TempDir static Path folder;

  private static SmallComparison small;

  @BeforeAll
  static void compare() throws Exception {
    small = SmallComparison.make(folder);
  }

  /** Only what is kept of the runs, as one would carry it to another machine. */
  private static Path carried(String name) throws IOException {
    Path from = small.study("straight");
    Path to = small.study(name);
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
    assertThat(small.run("compare", "report=" + carried)).isZero();
    for (String file : List.of("report.json", "report.md")) {
      assertThat(carried.resolve(file))
          .hasSameBinaryContentAs(small.study("straight").resolve(file));
    }
    assertThat(small.report("carried").get("sets").get(0).get("over_pictures")).hasSize(2);

    Files.delete(carried.resolve("runs/data/both/seed-1.digest.jsonl.gz"));
    Files.delete(carried.resolve("report.json"));
    assertThat(small.started("carried").run(List.of("compare", "resume=" + carried)))
        .contains("6 runs, 1 to make")
        .contains("data/both/seed-1  begins");
    assertThat(carried.resolve("runs/data/off/seed-0")).doesNotExist();
    assertThat(carried.resolve("report.json"))
        .hasSameBinaryContentAs(small.study("straight").resolve("report.json"));
  }

  @Test
  void compare_reuse_takesRunsOfTheSameSettingsAndMakesTheOthers() throws Exception {
    String theirs = "runs/data/off/seed-0.digest.jsonl.gz";
    Path earlier = carried("earlier");
    Path asked =
        Files.writeString(
            small.path("reusing.yaml"), "arms: {off: {preset: off}, both: {preset: terms}}");
    List<String> command = new ArrayList<>(small.command("reusing"));
    command.set(1, "plan=" + asked);
    command.addAll(List.of("seeds=0", "reuse=" + earlier));
    assertThat(small.started("reusing").run(command))
        .contains(
            "preset was 'both' when this run was made and is 'terms' by the plan: it is made anew")
        .contains("1 of 2 runs taken from " + earlier)
        .contains("2 runs, 1 to make")
        .contains("data/both/seed-0  begins");
    Path reusing = small.study("reusing");
    assertThat(reusing.resolve(theirs)).hasSameBinaryContentAs(earlier.resolve(theirs));
    assertThat(reusing.resolve("runs/data/off/seed-0")).doesNotExist();
    assertThat(small.report("reusing").get("runs").get("finished").asInt()).isEqualTo(2);

    assertThat(small.run("compare", "resume=" + reusing, "reuse=" + small.path("data")))
        .isEqualTo(3);
    assertThat(small.errors()).contains("is not the folder of a comparison");
  }

  @Test
  void report_reuse_countsRunsOfAnotherComparisonWhereItHasNone() throws IOException {
    Path lender = carried("lender");
    Path borrowing = carried("borrowing");
    for (String run : List.of("off/seed-0", "both/seed-1")) {
      Files.delete(borrowing.resolve("runs/data/" + run + ".digest.jsonl.gz"));
    }
    assertThat(small.run("compare", "report=" + borrowing)).isZero();
    assertThat(small.report("borrowing").get("runs").get("missing").asInt()).isEqualTo(2);
    assertThat(small.run("compare", "report=" + borrowing, "reuse=" + lender)).isZero();
    for (String file : List.of("report.json", "report.md")) {
      assertThat(borrowing.resolve(file))
          .hasSameBinaryContentAs(small.study("straight").resolve(file));
    }
    assertThat(borrowing.resolve("runs/data/off/seed-0.digest.jsonl.gz")).doesNotExist();

    Path other = borrowing.resolve("plan.yaml");
    Files.writeString(
        other,
        Files.readString(other)
            .replace("\"both\":\n    preset: \"both\"", "\"both\":\n    preset: \"terms\""));
    Files.delete(borrowing.resolve("runs/data/both/seed-0.digest.jsonl.gz"));
    assertThat(small.run("compare", "report=" + borrowing, "reuse=" + lender)).isZero();
    assertThat(small.errors())
        .contains("both/seed-0.digest.jsonl.gz: preset was 'both'")
        .contains("is 'terms' by the plan: it is left out");
    assertThat(small.report("borrowing").get("runs").get("missing").asInt()).isEqualTo(2);

    Path theirs = lender.resolve("plan.yaml");
    Files.writeString(theirs, Files.readString(theirs) + "lr0: 0.5\n");
    assertThat(small.run("compare", "report=" + borrowing, "reuse=" + lender)).isZero();
    assertThat(small.errors()).contains("off/seed-0.digest.jsonl.gz: lr0 was '0.5'");
    assertThat(small.report("borrowing").get("runs").get("missing").asInt()).isEqualTo(3);
  }

  @Test
  void compare_digestOfOtherSettings_isRefusedAndNamed() throws Exception {
    Path carried = carried("other");
    Path yaml = carried.resolve("plan.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("epochs: \"2\"", "epochs: \"3\""));
    assertThat(small.run("compare", "resume=" + carried)).isEqualTo(3);
    assertThat(small.errors())
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
      assertThat(small.run("compare", key + carried)).isEqualTo(3);
      assertThat(small.errors())
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
      assertThat(small.run("compare", "report=" + carried)).isEqualTo(3);
      assertThat(small.errors()).contains(place + ": " + each.getValue());
    }
    assertThat(carried.resolve("report.json")).doesNotExist();
  }

  @Test
  void report_damagedDigestBesideAWholeRun_isToldAndCostsNothing() throws IOException {
    Path straight = small.study("straight");
    Path digest = straight.resolve("runs/data/same/seed-1.digest.jsonl.gz");
    byte[] before = Files.readAllBytes(digest);
    Path out = small.path("damaged");
    try {
      Files.write(digest, new byte[] {31, 7});
      assertThat(small.run("compare", "report=" + straight, "out=" + out)).isZero();
    } finally {
      Files.write(digest, before);
    }
    assertThat(small.errors())
        .contains("seed-1.digest.jsonl.gz")
        .contains("left out, the run's folder counts");
    assertThat(out.resolve("report.json")).hasSameBinaryContentAs(straight.resolve("report.json"));
  }
}
