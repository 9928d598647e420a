package dev.progloss.bench.regress;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the scores of two commits, taken in turn over some rounds.
 *
 * <p>Run by {@code bench/regress} straight from its source, since neither commit need have it: this
 * file must need nothing but the JDK.
 */
public final class Regression {

  private static final int USAGE = 2;

  /** Columns of JMH's CSV. */
  private static final int NAME = 0;

  private static final int SCORE = 4;
  private static final int FIRST_PARAMETER = 7;

  /** What -prof gc says of bytes an operation: exact enough to be compared like a time. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Regression() {}

  /**
   * One benchmark on both commits.
   *
   * @param name of the benchmark, with its parameters
   * @param ratios time of B by that of A, a round each, rising
   * @param apart whether the slowest round of one is faster than the fastest of the other
   */
  public record Line(String name, List<Double> ratios, boolean apart) {

    /** The middle ratio; the mean of the two middle ones. */
    public double median() {
      int n = ratios.size();
      return (ratios.get((n - 1) / 2) + ratios.get(n / 2)) / 2;
    }

    /**
     * Whether B is slower: by more than the tolerance, and in every round than A in any.
     *
     * @param tolerance share of A's time, at least 0
     */
    public boolean isSlower(double tolerance) {
      return apart && median() > 1 + tolerance;
    }

    private String text(double tolerance) {
      String verdict =
          isSlower(tolerance) ? "SLOWER" : apart && median() < 1 - tolerance ? "faster" : "";
      return String.format(
              Locale.ROOT,
              "%7.3f   %.3f to %.3f   %-6s %s",
              median(),
              ratios.get(0),
              ratios.get(ratios.size() - 1),
              verdict,
              name)
          .stripTrailing();
    }
  }

  /**
   * {@code FOLDER ROUNDS TOLERANCE}: compares {@code FOLDER/a-1.csv} and so on with {@code
   * b-1.csv}; ends with 1 if something is slower.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("FOLDER ROUNDS TOLERANCE");
      System.exit(USAGE);
    }
    int rounds = Integer.parseInt(arguments[1]);
    List<Map<String, Double>> a = scores(Path.of(arguments[0]), "a", rounds);
    List<Map<String, Double>> b = scores(Path.of(arguments[0]), "b", rounds);
    if (!report(a, b, Double.parseDouble(arguments[2]), System.out)) {
      System.exit(1);
    }
  }

  private static List<Map<String, Double>> scores(Path folder, String which, int rounds)
      throws IOException {
    List<Map<String, Double>> scores = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      Path file = folder.resolve(which + "-" + round + ".csv");
      scores.add(read(Files.exists(file) ? Files.readAllLines(file) : List.of()));
    }
    return scores;
  }

  /** Times by benchmark and parameters, of a file as JMH writes it. */
  static Map<String, Double> read(List<String> lines) {
    Map<String, Double> scores = new TreeMap<>();
    if (lines.isEmpty()) {
      return scores;
    }
    List<String> header = cells(lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      String name = cells.get(NAME);
      if (name.contains(":") && !name.contains(ALLOCATED)) {
        continue; // what a profiler counted besides
      }
      StringBuilder text = new StringBuilder(name.substring(name.lastIndexOf("inner.") + 6));
      for (int i = FIRST_PARAMETER; i < cells.size(); i++) {
        if (!cells.get(i).isEmpty()) {
          text.append(' ').append(header.get(i).replace("Param: ", "")).append('=');
          text.append(cells.get(i));
        }
      }
      scores.put(text.toString(), Double.valueOf(cells.get(SCORE)));
    }
    return scores;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(cell -> cell.replace("\"", "")).toList();
  }

  /** Prints a line a benchmark; returns whether nothing is slower. */
  static boolean report(
      List<Map<String, Double>> a, List<Map<String, Double>> b, double tolerance, PrintStream out) {
    List<String> missing = new ArrayList<>();
    int slower = 0;
    out.println("    B/A   spread of rounds         benchmark");
    for (String name : new TreeMap<>(b.get(0)).keySet()) {
      if (inAll(name, a) && inAll(name, b)) {
        Line line = line(name, a, b);
        out.println(line.text(tolerance));
        slower += line.isSlower(tolerance) ? 1 : 0;
      } else {
        missing.add(name);
      }
    }
    a.get(0).keySet().stream().filter(name -> !inAll(name, b)).forEach(missing::add);
    missing.forEach(name -> out.println("left out, since one commit does not run it: " + name));
    if (b.get(0).isEmpty() || a.get(0).isEmpty()) {
      out.println("nothing to compare: one commit has no such benchmarks");
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%d slower by more than %.0f %% and in every round",
            slower,
            100 * tolerance));
    return slower == 0;
  }

  private static boolean inAll(String name, List<Map<String, Double>> rounds) {
    return rounds.stream().allMatch(scores -> scores.containsKey(name));
  }

  private static Line line(String name, List<Map<String, Double>> a, List<Map<String, Double>> b) {
    List<Double> ratios = new ArrayList<>();
    List<Double> ofA = new ArrayList<>();
    List<Double> ofB = new ArrayList<>();
    for (int round = 0; round < a.size(); round++) {
      ofA.add(a.get(round).getOrDefault(name, Double.NaN));
      ofB.add(b.get(round).getOrDefault(name, Double.NaN));
      ratios.add(ofB.get(round) / ofA.get(round));
    }
    ratios.sort(null);
    ofA.sort(null);
    ofB.sort(null);
    int last = ofA.size() - 1;
    boolean apart = ofB.get(0) > ofA.get(last) || ofA.get(0) > ofB.get(last);
    return new Line(name, List.copyOf(ratios), apart);
  }
}
