package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a comparison is told before its first run, and nothing is made. */
final class CompareTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path data;

  @BeforeEach
  void writeData() {
    data = folder.resolve("data");
    assertThat(run("sample", "out=" + data, "sample_train=3", "sample_val=2", "sample_side=64"))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "presets=off seeds=0 | at least two arms",
        "presets=off,terms | seeds is missing",
        "seeds=0 | what is compared is missing; give presets=off,terms",
        "presets=off,all seeds=0 | presets must be words of off, terms, branches, both",
        "presets=off,terms seeds=0,0 | seeds must differ",
        "presets=off,terms seeds=0 seed=1 | seed must be left out of a comparison",
        "presets=off,terms seeds=0 preset=off | preset must be left out beside presets",
        "presets=off,terms seeds=0 resume=x epochs=2 | must be left out beside resume=",
        "presets=off,terms seeds=0 epoch=2 | epoch: no such key. Did you mean epochs?",
        "presets=off,terms seeds=0 lr0=fast | lr0 must be a finite number, got 'fast'",
        "presets=off,terms seeds=0 patience=3 | patience must be 0 in a comparison",
        "presets=off,terms seeds=0 jobs=0 | jobs must be at least 1",
        "presets=off,terms seeds=0 seeds=1 | seeds must be given once",
        "presets=off,terms seeds=0 batch=4000000 | needs at least",
        "resume=nowhere | nowhere is not the folder of a comparison",
        "report=nowhere | nowhere is not the folder of a comparison",
      })
  void compare_wrongSetting_exits3(String arguments, String message) {
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    boolean opensOne = arguments.startsWith("resume") || arguments.startsWith("report");
    if (!opensOne) {
      all.add("data=" + data.resolve("data.yaml"));
      all.add("project=" + folder.resolve("runs"));
    }
    assertRefused(3, message, all);
  }

  @Test
  void compare_badValueInTheLastArm_isFoundFirst() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "arms: {a: {}, b: {box: 5}, c: {assigner: best}}\nseeds: 0..4\n");
    assertRefused(
        3,
        "arm data/c: assigner must be one of tal, simota, atss, got 'best'",
        List.of(
            "plan=" + plan,
            "data=" + data.resolve("data.yaml"),
            "project=" + folder.resolve("runs")));
  }

  @Test
  void compare_missingDataOfOneSet_isFoundFirst() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "arms: {a: {}, b: {box: 5}}\nseeds: 0\nsets: {one: {data: "
                + data.resolve("data.yaml")
                + "}, two: {data: nowhere.yaml}}\n");
    assertRefused(
        4, "arm two/a: nowhere.yaml", List.of("plan=" + plan, "project=" + folder.resolve("runs")));
  }

  @Test
  void compare_takenName_exits3() throws IOException {
    Files.createDirectories(folder.resolve("runs/mine"));
    assertThat(
            run(
                "compare",
                "presets=off,terms",
                "seeds=0",
                "data=" + data.resolve("data.yaml"),
                "project=" + folder.resolve("runs"),
                "name=mine"))
        .isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("exists already");
    assertThat(folder.resolve("runs/mine")).isEmptyDirectory();
  }

  @Test
  void report_ofAComparisonWithoutRuns_saysThatTheyAreMissing() throws IOException {
    Path study = Files.createDirectories(folder.resolve("study"));
    Files.writeString(study.resolve("plan.yaml"), "arms: {a: {}, b: {box: 5}}\nseeds: 0..1\n");
    assertThat(run("compare", "report=" + study)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(study.resolve("report.md"))
        .content()
        .contains("4 runs are missing")
        .contains("There is no pair of finished runs yet.");
    assertThat(study.resolve("report.html")).isNotEmptyFile();
  }

  private void assertRefused(int code, String message, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("compare"));
    all.addAll(arguments);
    int got = run(all.toArray(new String[0]));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).doesNotContain("\tat ");
    assertThat(got).isEqualTo(code);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  private int run(String... arguments) {
    return Main.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }
}
