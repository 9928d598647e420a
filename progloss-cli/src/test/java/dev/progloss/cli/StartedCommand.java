package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command in a process of its own, in a Java that is quick to start, as are then its runs: they
 * get the same options.
 *
 * @param log takes what it says, of all its processes
 */
record StartedCommand(Path log) {

  private Process start(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    words.add("-Dorg.bytedeco.javacpp.maxbytes=0");
    words.add("-Djava.awt.headless=true");
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(arguments);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Runs the command to its end, which must be a good one, and returns all that the log holds. */
  String run(List<String> arguments) throws Exception {
    int code = start(arguments).waitFor();
    String said = Files.readString(log);
    assertThat(code).as(said).isZero();
    return said;
  }

  /**
   * Kills the command and all its runs while some are under way.
   *
   * @param study folder of its runs
   * @param saved so many states of runs are there before
   */
  void kill(List<String> arguments, Path study, int saved) throws Exception {
    Process parent = start(arguments);
    while (savedStates(study) < saved) {
      assertThat(parent.isAlive()).as(Files.readString(log)).isTrue();
      Thread.sleep(20);
    }
    List<ProcessHandle> children = parent.descendants().toList();
    parent.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
    for (ProcessHandle child : children) {
      child.onExit().get(20, TimeUnit.SECONDS);
    }
    assertThat(children).isNotEmpty();
  }

  private static long savedStates(Path study) throws IOException {
    if (!Files.isDirectory(study)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(study)) {
      return files.filter(file -> file.toString().endsWith(".complete")).count();
    } catch (UncheckedIOException e) {
      return 0; // a file was moved while it was looked at
    }
  }
}
