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
import java.util.ArrayList;
import java.util.List;

/**
 * A folder for comparisons of the smallest runs, with one of three arms and two seeds that is made.
 */
final class SmallComparison {

  private static final List<String> SMALL =
      List.of("model=yolo26t", "imgsz=64", "epochs=2", "batch=4", "val_period=1", "jobs=2");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path folder;
  private String said = "";

  private SmallComparison(Path folder) {
    this.folder = folder;
  }

  /** Draws the data and makes {@code straight}, in processes as they really are. */
  static SmallComparison make(Path folder) throws Exception {
    SmallComparison small = new SmallComparison(folder);
    String data = "out=" + small.path("data");
    assertThat(small.run("sample", data, "sample_train=8", "sample_val=4", "sample_side=64"))
        .isZero();
    Files.writeString(
        small.plan(),
        """
        arms: {off: {preset: off}, same: {preset: off}, both: {preset: both}}
        seeds: 0..1
        """);
    small.said = small.started("straight").run(small.command("straight"));
    return small;
  }

  private Path plan() {
    return path("plan.yaml");
  }

  /** What making {@code straight} said. */
  String said() {
    return said;
  }

  Path path(String file) {
    return folder.resolve(file);
  }

  Path study(String name) {
    return path("runs").resolve(name);
  }

  /** Arguments that make the same comparison under a name. */
  List<String> command(String name) {
    List<String> arguments = new ArrayList<>(List.of("compare", "plan=" + plan()));
    arguments.addAll(SMALL);
    arguments.add("data=" + path("data/data.yaml"));
    arguments.add("project=" + path("runs"));
    arguments.add("name=" + name);
    return arguments;
  }

  JsonNode report(String name) throws IOException {
    return new ObjectMapper().readTree(study(name).resolve("report.json").toFile());
  }

  /** A process of its own. */
  StartedCommand started(String name) {
    return new StartedCommand(path(name + ".log"));
  }

  /** In this process; its exit code. */
  int run(String... arguments) {
    out.reset();
    err.reset();
    return Main.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  /** What the last one in this process wrote on its error stream. */
  String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
