package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/evidence holds of runs is sound, and the reports beside it are what it gives. */
final class EvidenceTest {

  private static final Path ROOT = Path.of(System.getProperty("progloss.root"));
  private static final Path EVIDENCE = ROOT.resolve("docs/evidence");

  @TempDir Path out;

  static List<Path> studies() throws IOException {
    try (Stream<Path> folders = Files.list(EVIDENCE)) {
      return folders.filter(each -> Files.exists(each.resolve("plan.yaml"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("studies")
  void report_ofTheKeptRuns_countsThemAllAndIsTheKeptOne(Path study) throws IOException {
    StudyFolder folder = StudyFolder.open(study);
    List<PlannedRun> planned = PlanFile.read(folder.plan(), Map.of()).runs();
    assertThat(planned.stream().filter(run -> Files.exists(folder.digest(run))).count())
        .as("every digest is of a planned run")
        .isEqualTo(digests(study));

    // What a study shares with the first is kept there alone.
    String plots = "plots=" + Files.exists(folder.charts());
    report("report=" + study, "reuse=" + EVIDENCE.resolve("progression"), plots);
    JsonNode runs = new ObjectMapper().readTree(out.resolve("report.json").toFile()).get("runs");
    assertThat(runs.get("missing").asLong()).isZero();
    assertThat(runs.get("finished").asLong() + runs.get("diverged").asLong())
        .isEqualTo(planned.size());
    assertThat(out.resolve("report.md")).hasSameBinaryContentAs(folder.report("md"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          order       | progression | arms=terms-mean,terms,terms-reversed baseline=terms-mean
          photographs | progression | sets=dice,bccd,aquarium
          with-dfl    | dfl         | arms=dfl,dfl-terms baseline=dfl
          both-again  | both-mean   | arms=off,both baseline=off
          """)
  void report_ofAnotherQuestion_isTheKeptOne(String kept, String study, String question) {
    List<String> arguments = new ArrayList<>(List.of("report=" + EVIDENCE.resolve(study)));
    arguments.addAll(List.of(question.split(" ")));
    arguments.add("plots=false");
    report(arguments.toArray(String[]::new));
    assertThat(out.resolve("report.md"))
        .hasSameBinaryContentAs(EVIDENCE.resolve(kept).resolve("report.md"));
  }

  /** What page and README tell of results stands in the reports, to the letter. */
  @Test
  void pages_quoteSentencesAndRowsOfTheReports() throws IOException {
    Set<String> said = new HashSet<>();
    for (Path report : reports()) {
      said.addAll(Files.readAllLines(report));
    }
    List<String> page = Files.readAllLines(EVIDENCE.resolveSibling("evidence.md"));
    List<String> readme = Files.readAllLines(ROOT.resolve("README.md"));
    List<String> quoted = quoted(page, "## What was found");
    assertThat(quoted).hasSizeGreaterThan(10);
    assertThat(said).containsAll(quoted);
    assertThat(quoted).containsAll(quoted(readme, "## Does it help?"));
  }

  /** Sentences and rows of tables under a heading. */
  private static List<String> quoted(List<String> page, String heading) {
    List<String> quoted = new ArrayList<>();
    boolean isUnder = false;
    for (String line : page) {
      isUnder = line.startsWith("## ") ? line.equals(heading) : isUnder;
      if (isUnder && line.startsWith("> ")) {
        quoted.add("- " + line.substring(2));
      } else if (isUnder && line.startsWith("| ")) {
        quoted.add(line);
      }
    }
    assertThat(quoted).as(heading).isNotEmpty();
    return quoted;
  }

  private static List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.walk(EVIDENCE)) {
      return files.filter(each -> each.endsWith("report.md")).sorted().toList();
    }
  }

  private void report(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> command = new ArrayList<>(List.of("compare"));
    command.addAll(List.of(arguments));
    command.add("out=" + out);
    int code = Main.execute(print, print, command.toArray(String[]::new));
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static long digests(Path study) throws IOException {
    try (Stream<Path> files = Files.walk(study)) {
      return files.filter(each -> each.toString().endsWith(".digest.jsonl.gz")).count();
    }
  }
}
