package dev.progloss.bench.coco;

import com.sun.management.OperatingSystemMXBean;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.eval.coco.CocoReport;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code bench/coco} runs; see there. */
public final class CocoBench {

  private static final int USAGE = 2;

  private CocoBench() {}

  /** Runs one of the parts named in {@code bench/coco}. */
  public static void main(String[] arguments) throws IOException {
    String part = arguments.length == 0 ? "" : arguments[0];
    switch (part + "/" + (arguments.length - 1)) {
      case "big/2" -> ValSizedSet.write(Path.of(arguments[1]), Long.parseLong(arguments[2]));
      case "small/3" -> small(Path.of(arguments[1]), arguments[2], arguments[3]);
      case "bits/2" -> bits(Path.of(arguments[1]), Path.of(arguments[2]));
      case "compare/2" -> compare(Path.of(arguments[1]), Path.of(arguments[2]), System.out);
      case "warm/2" -> warm(Path.of(arguments[1]), Integer.parseInt(arguments[2]), System.out);
      default -> {
        System.err.println("big DIR SEED | small DIR COUNT SEED | bits DIR FILE | compare A B |");
        System.err.println("warm DIR ROUNDS");
        System.exit(USAGE);
      }
    }
  }

  private static void small(Path folder, String count, String seed) throws IOException {
    for (int i = 0; i < Integer.parseInt(count); i++) {
      Path set = folder.resolve(String.format(Locale.ROOT, "%05d", i));
      RandomSet.write(set, i, Long.parseLong(seed));
    }
  }

  private static void bits(Path folder, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> sets = Files.list(folder)) {
      sets.filter(Files::isDirectory).sorted().forEach(set -> lines.add(BitsLine.of(set)));
    }
    Files.write(file, lines);
  }

  private static void compare(Path ours, Path reference, PrintStream out) throws IOException {
    List<String> a = Files.readAllLines(ours);
    List<String> b = Files.readAllLines(reference);
    int equal = 0;
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (a.get(i).equals(b.get(i)) && !a.get(i).contains("refused")) {
        equal++;
      } else {
        out.println("ours      " + a.get(i) + System.lineSeparator() + "reference " + b.get(i));
      }
    }
    out.println(equal + " of " + Math.max(a.size(), b.size()) + " sets are identical to the bit");
    if (equal == 0 || equal != a.size() || equal != b.size()) {
      System.exit(1);
    }
  }

  private static void warm(Path folder, int rounds, PrintStream out) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int round = 0; round < rounds; round++) {
      long begin = System.nanoTime();
      long processorBegin = system.getProcessCpuTime();
      CocoFiles files = CocoFiles.read(folder.resolve("gt.json"), folder.resolve("dt.json"));
      double read = (System.nanoTime() - begin) / 1e9;
      CocoReport report = files.report();
      double seconds = (System.nanoTime() - begin) / 1e9;
      double processor = (system.getProcessCpuTime() - processorBegin) / 1e9;
      out.println(
          String.format(
              Locale.ROOT,
              "%.3f s  AP %s  processor %.3f s  (reading %.3f s)",
              seconds,
              report.ap(),
              processor,
              read));
    }
  }
}
