package dev.progloss.bench.fast;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs any command and looks on from outside, so that ours and others are measured alike: what it
 * says and when, when a file holds a text, how much memory it and its children take.
 *
 * <p>Memory is read from {@code /proc}, on Linux only; elsewhere those figures are left out.
 */
final class Watch {

  private static final double NANOS = 1e9;
  private static final double KIBI = 1024;
  private static final long LOOK_MILLIS = 5;
  private static final long MEMORY_MILLIS = 500;

  private final Path log;
  private final List<String> command;
  private final Wish wish;
  private final Map<String, Number> figures = new LinkedHashMap<>();
  private volatile double saidAt = -1;

  /**
   * What to look for.
   *
   * @param file that will hold {@code seen}, or empty
   * @param seen text in that file
   * @param said text in a line of output, or empty
   * @param stops whether the command is ended once it was seen or said
   * @param shares whether all processes' memory is measured too, pages that several have in common
   *     counted once; looking takes some time
   */
  private record Wish(String file, String seen, String said, boolean stops, boolean shares) {}

  private Watch(Path log, List<String> command, Wish wish) {
    this.log = log;
    this.command = command;
    this.wish = wish;
  }

  /** A watch as its words say: LOG, wishes, two dashes, the command. */
  static Watch of(List<String> words) {
    int dashes = words.indexOf("--");
    if (dashes < 1 || dashes == words.size() - 1) {
      throw new IllegalArgumentException("watch needs LOG, wishes, --, and a command");
    }
    Wish wish = new Wish("", "", "", false, false);
    for (String word : words.subList(1, dashes)) {
      if (word.startsWith("seen=")) {
        int colon = word.indexOf(':');
        wish =
            new Wish(
                word.substring("seen=".length(), colon),
                word.substring(colon + 1),
                wish.said,
                wish.stops,
                wish.shares);
      } else if (word.startsWith("said=")) {
        String said = word.substring("said=".length());
        wish = new Wish(wish.file, wish.seen, said, wish.stops, wish.shares);
      } else if (word.equals("stop")) {
        wish = new Wish(wish.file, wish.seen, wish.said, true, wish.shares);
      } else if (word.equals("shares")) {
        wish = new Wish(wish.file, wish.seen, wish.said, wish.stops, true);
      } else {
        throw new IllegalArgumentException("unknown wish: " + word);
      }
    }
    return new Watch(Path.of(words.get(0)), words.subList(dashes + 1, words.size()), wish);
  }

  /**
   * Runs the command to its end.
   *
   * @return {@code seen} and {@code said}, seconds from the start; {@code main_mib}, the most that
   *     the command itself took; {@code all_mib}, it and its children; {@code exit}, its code
   */
  Map<String, Number> run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread reader = new Thread(() -> read(process, begin), "watch-output");
    reader.start();
    try {
      follow(process, begin);
    } finally {
      end(process); // also when looking fails: nothing must go on while others are timed
    }
    reader.join();
    boolean unused = look(begin);
    figures.put("exit", process.waitFor());
    return figures;
  }

  /** Looks on until the command ends, or until it may be stopped. */
  private void follow(Process process, long begin) throws IOException, InterruptedException {
    long memoryAt = begin;
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (look(begin) && wish.stops) {
        return;
      }
      if (System.nanoTime() >= memoryAt) {
        measure(process);
        memoryAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MEMORY_MILLIS);
      }
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    boolean unused = process.toHandle().destroyForcibly(); // unlike Process, leaves the output open
  }

  /** Whether what was wished for is there. */
  private boolean look(long begin) throws IOException {
    if (!wish.file.isEmpty() && !figures.containsKey("seen")) {
      Path file = Path.of(wish.file);
      if (Files.isRegularFile(file) && Files.readString(file).contains(wish.seen)) {
        figures.put("seen", (System.nanoTime() - begin) / NANOS);
      }
    }
    if (saidAt >= 0) {
      figures.put("said", saidAt);
    }
    return figures.containsKey("seen") || figures.containsKey("said");
  }

  private void read(Process process, long begin) {
    try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
        PrintWriter lines = new PrintWriter(Files.newBufferedWriter(log))) {
      StringBuilder line = new StringBuilder();
      for (int c = output.read(); c >= 0; c = output.read()) {
        if (c != '\n' && c != '\r') {
          line.append((char) c);
        } else if (!line.isEmpty()) {
          say(line.toString(), (System.nanoTime() - begin) / NANOS, lines);
          line.setLength(0);
        }
      }
      if (!line.isEmpty()) {
        say(line.toString(), (System.nanoTime() - begin) / NANOS, lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(String line, double seconds, PrintWriter lines) {
    lines.println(seconds + "\t" + line);
    if (!wish.said.isEmpty() && saidAt < 0 && line.contains(wish.said)) {
      saidAt = seconds;
    }
  }

  private void measure(Process process) {
    double main = kibibytes(process.pid(), "status", "VmHWM:");
    if (main > 0) {
      more("main_mib", main / KIBI);
    }
    if (wish.shares) {
      List<Long> all = new ArrayList<>(List.of(process.pid()));
      try (Stream<ProcessHandle> children = process.descendants()) {
        children.forEach(child -> all.add(child.pid()));
      }
      double sum = 0;
      for (long pid : all) {
        sum += kibibytes(pid, "smaps_rollup", "Pss:");
      }
      if (sum > 0) {
        more("all_mib", sum / KIBI);
      }
    }
  }

  private void more(String name, double value) {
    figures.merge(name, value, (a, b) -> Math.max(a.doubleValue(), b.doubleValue()));
  }

  /** A number from a process's page, or 0 if there is none, or the process is ending. */
  private static double kibibytes(long pid, String page, String field) {
    Path file = Path.of("/proc", String.valueOf(pid), page);
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(field)) {
          return Double.parseDouble(line.substring(field.length()).replace("kB", "").strip());
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // no such page, or the process ended between two looks
    }
  }
}
