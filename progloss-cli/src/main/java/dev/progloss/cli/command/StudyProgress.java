package dev.progloss.cli.command;

import dev.progloss.core.error.DataException;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.StoryReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Tells of the runs of a comparison, a line each. Not safe for several threads at once. */
final class StudyProgress {

  private static final double NANOS = 1e9;
  private static final int TAIL = 12;

  private final PrintStream out;
  private final LongSupplier clock;
  private final int jobs;
  private final Map<String, Long> begun = new HashMap<>();
  private int left;
  private double seconds;
  private int timed;

  /**
   * A display.
   *
   * @param clock in nanoseconds
   * @param left runs to make
   * @param jobs at the same time
   */
  StudyProgress(PrintStream out, LongSupplier clock, int left, int jobs) {
    this.out = out;
    this.clock = clock;
    this.left = left;
    this.jobs = jobs;
  }

  void started(PlannedRun run, boolean goesOn, Path log) {
    begun.put(run.title(), clock.getAsLong());
    out.println(run.title() + (goesOn ? "  goes on, " : "  begins, ") + log);
  }

  void finished(PlannedRun run, RunDirectory folder) {
    ended(run, ap(folder));
  }

  void diverged(PlannedRun run) {
    ended(run, "diverged");
  }

  void stopped(PlannedRun run) {
    out.println(run.title() + "  stopped, saved");
  }

  /** Tells the end of its log. */
  void failed(PlannedRun run, int code, Path log) {
    ended(run, "failed with exit code " + code + "; " + log + " ends with");
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      lines.stream()
          .skip(Math.max(0, lines.size() - TAIL))
          .forEach(line -> out.println("  | " + line));
    } catch (IOException e) {
      throw new DataException(log + ": cannot be read: " + e, e);
    }
  }

  private void ended(PlannedRun run, String how) {
    double took = (clock.getAsLong() - begun.getOrDefault(run.title(), 0L)) / NANOS;
    left--;
    timed++;
    seconds += took;
    double rest = seconds / timed * left / Math.min(jobs, Math.max(1, left));
    String still = left == 0 ? "none left" : left + " left, about " + hours(rest);
    out.println(run.title() + "  " + how + "  in " + hours(took) + "  " + still);
  }

  private static String ap(RunDirectory run) {
    return StoryReader.read(run.journal())
        .last()
        .map(
            judged ->
                String.format(
                    Locale.ROOT,
                    "AP %.4f  AP50 %.4f",
                    Metric.AP.of(judged),
                    Metric.AP50.of(judged)))
        .orElse("");
  }

  private static String hours(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
