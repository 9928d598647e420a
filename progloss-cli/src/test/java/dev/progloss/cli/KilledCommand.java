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

/** A command in a process of its own that is killed with all its runs while some are under way. */
final class KilledCommand {

  private KilledCommand() {}

  /**
   * Starts the command and kills it.
   *
   * @param log takes what it says
   * @param study folder of its runs
   * @param saved so many states of runs are there before
   */
  static void kill(List<String> arguments, Path log, Path study, int saved) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
    words.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(arguments);
    Process parent =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
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
