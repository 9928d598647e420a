package dev.progloss.bench.fast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for sh")
class WatchTest {

  @TempDir Path folder;

  @Test
  void run_commandEnds_logsLinesWithTimes() throws Exception {
    Path log = folder.resolve("log");
    Map<String, Number> figures = watch(log.toString(), "--", "printf 'one\\rtwo\\n\\nthree'");
    assertThat(figures).containsEntry("exit", 0);
    assertThat(Files.readAllLines(log))
        .hasSize(3)
        .allMatch(line -> Double.parseDouble(line.substring(0, line.indexOf('\t'))) >= 0)
        .extracting(line -> line.substring(line.indexOf('\t') + 1))
        .containsExactly("one", "two", "three");
  }

  @Test
  void run_stopOnceSaid_endsTheCommand() throws Exception {
    Path log = folder.resolve("log");
    // Would never end by itself.
    Map<String, Number> figures =
        watch(
            log.toString(), "said=ready", "stop", "--", "echo is ready; while :; do sleep 1; done");
    assertThat(figures).containsKey("said").doesNotContainKey("seen");
    assertThat(figures.get("exit").intValue()).isNotZero();
  }

  @Test
  void run_fileHoldsText_tellsWhen() throws Exception {
    Path file = folder.resolve("journal");
    Map<String, Number> figures =
        watch(
            folder.resolve("log").toString(),
            "seen=" + file + ":\"kind\":\"step\"",
            "--",
            "echo '{\"kind\":\"start\"}' >'"
                + file
                + "'; echo '{\"kind\":\"step\"}' >>'"
                + file
                + "'");
    assertThat(figures.get("seen").doubleValue()).isPositive();
  }

  @Test
  void run_fileNeverHoldsText_leavesFigureOut() throws Exception {
    Map<String, Number> figures =
        watch(
            folder.resolve("log").toString(),
            "seen=" + folder.resolve("none") + ":x",
            "--",
            "exit 3");
    assertThat(figures).containsEntry("exit", 3).doesNotContainKeys("seen", "said");
  }

  private static Map<String, Number> watch(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    String script = all.remove(all.size() - 1);
    all.addAll(List.of("sh", "-c", script));
    return Watch.of(all).run();
  }
}
