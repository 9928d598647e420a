package dev.progloss.cli;

import dev.progloss.cli.command.LossCommand;
import dev.progloss.cli.command.ScheduleCommand;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.error.ProgLossException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The progloss command.
 *
 * <p>Exit codes: 0 done, 1 a bug (with its trace), 2 wrong usage, 3 a wrong setting, 4 wrong data
 * or file, 5 training diverged.
 */
@Command(
    name = "progloss",
    description = "Progressive losses for object detectors on the JVM.",
    mixinStandardHelpOptions = true,
    version = "ProgLoss 0.1.0")
public final class Main {

  private final PrintStream out;
  private final PrintStream err;

  /** A command that prints to the given streams. */
  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(System.out, System.err, arguments));
  }

  /** Runs the command line and returns its exit code. */
  static int execute(PrintStream out, PrintStream err, String... arguments) {
    CommandLine line = new CommandLine(new Main(out, err));
    line.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof ProgLossException) {
            err.println("progloss: " + exception.getMessage());
            return exitCode(exception);
          }
          throw exception;
        });
    return arguments.length == 0 ? line.execute("--help") : line.execute(arguments);
  }

  private static int exitCode(Exception exception) {
    return exception instanceof ConfigException
        ? 3
        : exception instanceof DivergedException ? 5 : 4;
  }

  @Command(
      name = "loss",
      mixinStandardHelpOptions = true,
      description =
          "Weigh a raw cls and box loss: cls=0.8 box=0.4 epoch=0,50,100 epochs=100 preset=terms")
  int loss(
      @Option(names = "--json", description = "print one JSON array") boolean json,
      @Parameters(
              paramLabel = "key=value",
              description = "cls, box, epoch, epochs, preset, progloss.terms.*")
          List<String> settings) {
    LossCommand.run(settings, json, out);
    return 0;
  }

  @Command(
      name = "schedule",
      mixinStandardHelpOptions = true,
      description =
          "Print every weight per epoch, and draw it: preset=both epochs=100 png=weights.png")
  int schedule(
      @Option(names = "--json", description = "print one JSON array") boolean json,
      @Parameters(
              paramLabel = "key=value",
              description = "epochs, preset, png, progloss.terms.*, progloss.branches.*")
          List<String> settings) {
    ScheduleCommand.run(settings, json, out, err);
    return 0;
  }
}
