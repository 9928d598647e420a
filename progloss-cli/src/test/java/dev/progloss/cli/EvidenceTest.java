package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/evidence holds of runs is sound, and the reports beside it are what it gives. */
final class EvidenceTest {

  private static final Path EVIDENCE =
      Path.of(System.getProperty("progloss.root")).resolve("docs/evidence");

  @TempDir Path out;

  static List<Path> studies() throws IOException {
    try (Stream<Path> folders = Files.list(EVIDENCE)) {
      return folders.filter(each -> Files.exists(each.resolve("plan.yaml"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("studies")
  void report_ofTheKeptRuns_countsThemAllAndIsTheKeptOne(Path study) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = Main.execute(print, print, "compare", "report=" + study, "out=" + out);
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    JsonNode runs = report.get("runs");
    assertThat(runs.get("finished").asLong() + runs.get("diverged").asLong())
        .isEqualTo(digests(study));
    Path kept = study.resolve("report.md");
    if (Files.exists(kept)) {
      assertThat(out.resolve("report.md")).hasSameBinaryContentAs(kept);
    }
  }

  private static long digests(Path study) throws IOException {
    try (Stream<Path> files = Files.walk(study)) {
      return files.filter(each -> each.toString().endsWith(".digest.jsonl.gz")).count();
    }
  }
}
