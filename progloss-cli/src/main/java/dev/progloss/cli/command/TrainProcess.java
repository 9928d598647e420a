package dev.progloss.cli.command;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code progloss train} as a process of its own, with the same Java as this one. */
final class TrainProcess {

  private static final String MAIN = "dev.progloss.cli.Main";

  /** Options that are this process's alone: a port to debug at, and a terminal to draw on. */
  private static final List<String> NOT_PASSED_ON =
      List.of("-agentlib:jdwp", "-Xrunjdwp", "-Dprogloss.terminal");

  private TrainProcess() {}

  /**
   * Starts one.
   *
   * @param arguments {@code key=value}
   * @param log what it prints is put behind what is in this file; its folder is there
   */
  static Process start(List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> NOT_PASSED_ON.stream().noneMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), MAIN, "train"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    process.getOutputStream().close(); // it asks nothing
    return process;
  }
}
