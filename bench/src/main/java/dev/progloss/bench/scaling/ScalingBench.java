package dev.progloss.bench.scaling;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code bench/scaling} runs; see there. */
public final class ScalingBench {

  private static final int USAGE = 2;

  private ScalingBench() {}

  /**
   * One measurement.
   *
   * @param round from 1
   * @param name of the case
   * @param seconds a step
   * @param bytes resident at most
   */
  record Row(int round, String name, double seconds, double bytes) {
    static Row of(String line) {
      String[] cells = line.split("\t", -1);
      return new Row(
          Integer.parseInt(cells[0]),
          cells[1],
          Double.parseDouble(cells[2]),
          Double.parseDouble(cells[3]));
    }
  }

  /** Runs one of the parts. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String part = arguments.length == 0 ? "" : arguments[0];
    switch (part + "/" + (arguments.length - 1)) {
      case "names/0" -> StepCase.all().forEach(each -> System.out.println(each.name()));
      case "step/2" -> step(arguments[1], arguments[2], System.out);
      case "report/1" -> {
        report(
            Files.readAllLines(Path.of(arguments[1])).stream().map(Row::of).toList(), System.out);
        Arithmetic.print(System.out);
      }
      default -> {
        System.err.println("names | step ROUND NAME | report FILE");
        System.exit(USAGE);
      }
    }
  }

  private static void step(String round, String name, PrintStream out) throws InterruptedException {
    StepTimer.Cost cost = StepTimer.run(StepCase.of(name));
    out.println(
        String.format(Locale.ROOT, "%s\t%s\t%.6f\t%d", round, name, cost.seconds(), cost.bytes()));
  }

  /** Prints every case as a ratio to the base of the same round. */
  static void report(List<Row> rows, PrintStream out) {
    Map<Integer, Row> base = new LinkedHashMap<>();
    Map<String, List<Row>> byName = new LinkedHashMap<>();
    for (Row row : rows) {
      byName.computeIfAbsent(row.name, name -> new ArrayList<>()).add(row);
      if (row.name.equals(StepCase.BASE.name())) {
        base.put(row.round, row);
      }
    }
    out.println("A training step, times that of " + StepCase.BASE.name());
    out.println("  time   spread of rounds   memory   case");
    byName.forEach(
        (name, measured) -> {
          List<Double> times = new ArrayList<>();
          List<Double> bytes = new ArrayList<>();
          for (Row row : measured) {
            Row beside = base.get(row.round);
            if (beside != null) {
              times.add(row.seconds / beside.seconds);
              bytes.add(row.bytes / beside.bytes);
            }
          }
          if (!times.isEmpty()) {
            out.println(line(name, times, bytes));
          }
        });
  }

  private static String line(String name, List<Double> times, List<Double> bytes) {
    times.sort(null);
    bytes.sort(null);
    return String.format(
        Locale.ROOT,
        "%6.2f   %5.2f to %5.2f    %7.2f   %s",
        median(times),
        times.get(0),
        times.get(times.size() - 1),
        median(bytes),
        name);
  }

  private static double median(List<Double> rising) {
    int n = rising.size();
    return (rising.get((n - 1) / 2) + rising.get(n / 2)) / 2;
  }
}
