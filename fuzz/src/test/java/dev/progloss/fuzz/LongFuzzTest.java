package dev.progloss.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader against very many changed inputs, the same ones every time.
 *
 * <p>{@code ./mvnw -B verify -Pfuzz -pl fuzz -am}; {@code -Dprogloss.fuzz.seed=2} tries others,
 * {@code -Dprogloss.fuzz.part=0.01} fewer.
 */
@Tag("faults")
final class LongFuzzTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyReader_changedInputs_refusesOrReadsThem(Target target) throws IOException {
    double part = Double.parseDouble(System.getProperty("progloss.fuzz.part", "1"));
    long tries = Math.round(part * target.tries());
    MutationRun run = MutationRun.of(target, folder, tries, Long.getLong("progloss.fuzz.seed", 1));
    tell(run);
    Path kept = Path.of("target", "fuzz-failures").toAbsolutePath();
    assertThat(run.writeFaults(kept)).as(run.line()).isEmpty();
    // A fuzzer of which nothing gets through, or everything, tries nothing.
    assertThat(run.accepted()).isPositive();
    assertThat(run.refused() > 0).isEqualTo(!target.mayCutItsFile());
  }

  private static void tell(MutationRun run) throws IOException {
    System.out.println(run.line());
    String table = System.getProperty("progloss.faults.table", "");
    if (!table.isEmpty()) {
      Files.writeString(
          Path.of(table),
          run.row() + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
