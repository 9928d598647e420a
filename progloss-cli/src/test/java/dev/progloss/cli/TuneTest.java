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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a search is told before its first run, and nothing is made. */
final class TuneTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seeds=0 | epochs is missing",
        "epochs=18 candidates=8 | candidates must be at least 9 for rungs=3 eta=3",
        "epochs=18 seed=1 | seed must be left out of a search",
        "epochs=18 preset=off | preset must be left out of a search, which sets it",
        "epochs=18 epoch=2 | epoch: no such key. Did you mean epochs?",
        "epochs=18 lr0=fast | lr0 must be a finite number, got 'fast'",
        "epochs=18 patience=3 | patience must be 0 in a comparison",
        "epochs=18 presets=off,terms | presets: no such key",
        "resume=nowhere | nowhere is not the folder of a search",
        "resume=nowhere epochs=18 | epochs must be left out beside resume=",
      })
  void tune_wrongSetting_exits3(String arguments, String message) {
    List<String> all = new ArrayList<>(List.of("tune"));
    all.addAll(List.of(arguments.split(" ")));
    if (!arguments.startsWith("resume")) {
      all.addAll(List.of("data=sample", "sample_train=3", "sample_val=2", "sample_side=64"));
      all.add("project=" + folder.resolve("runs"));
    }
    int code = run(all);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).doesNotContain("\tat ");
    assertThat(code).isEqualTo(3);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void resume_folderOfAComparison_exits3() throws IOException {
    Files.writeString(folder.resolve("plan.yaml"), "arms: {a: {}, b: {box: 5}}\nseeds: 0\n");
    assertThat(run(List.of("tune", "resume=" + folder))).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("must be the plan of a search");
  }

  private int run(List<String> arguments) {
    return Main.execute(
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments.toArray(new String[0]));
  }
}
