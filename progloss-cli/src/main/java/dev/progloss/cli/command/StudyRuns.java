package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.run.store.RunLock;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes what is missing of the runs of a folder, and tells how to go on if it cannot. */
final class StudyRuns {

  private final StudyFolder folder;
  private final PrintStream out;
  private final String again;
  private final StudyDigests digests;

  /**
   * Runs of a folder.
   *
   * @param again the command that goes on
   * @param digests where what is kept of them goes
   */
  StudyRuns(StudyFolder folder, PrintStream out, String again, StudyDigests digests) {
    this.folder = folder;
    this.out = out;
    this.again = again;
    this.digests = digests;
  }

  /**
   * Settings that a folder's runs must share but that depend on the machine, and would change what
   * is computed; and those that only make runs longer.
   *
   * @param first a run as it was asked for
   * @param jobs at the same time
   */
  static Map<String, String> settled(PlannedRun first, int jobs) {
    Settings usual =
        TrainSettings.chosen(Settings.resolve(TrainSettings.table(), StudyCheck.arguments(first)));
    Map<String, String> settled = new LinkedHashMap<>();
    settled.put("threads", String.valueOf(Math.max(1, usual.integer("threads", 1) / jobs)));
    settled.put("workers", String.valueOf(usual.integer("workers", 0) / jobs));
    settled.put("amp", usual.text("amp"));
    settled.put("plots", "false");
    return settled;
  }

  /**
   * Requires that what stands beside a key that opens a folder may do so.
   *
   * @throws ConfigException if it may not
   */
  static void requireAlone(String key, Map<String, String> given, List<String> allowed) {
    for (String other : given.keySet()) {
      if (!other.equals(key) && !allowed.contains(other)) {
        throw new ConfigException(
            other
                + " must be left out beside "
                + key
                + "=: plan.yaml in that folder says what is made"
                + (allowed.isEmpty() ? "" : "; may change: " + String.join(", ", allowed)));
      }
    }
  }

  /**
   * Makes the folder that common settings ask for.
   *
   * @param usual its name, where they do not say
   * @throws ConfigException if it is taken, or cannot be written
   */
  static Path place(Function<String, Optional<String>> common, String usual) {
    Optional<String> name = common.apply("name");
    return RunDirectory.plain(
        Path.of(common.apply("project").orElse("runs")),
        name.orElse(usual),
        name.isPresent(),
        false);
  }

  /**
   * Makes those that are neither finished nor diverged.
   *
   * @param title what they are, for the console
   * @param jobs runs at the same time
   */
  StudyRunner.Outcome make(String title, List<StudyCheck.Checked> runs, int jobs) {
    List<StudyRunner.Job> missing = new ArrayList<>();
    for (StudyCheck.Checked each : runs) {
      requireFree(each.run());
      RunState state = RunState.of(folder, each.run(), each.settings());
      if (state == RunState.FRESH || state == RunState.STOPPED) {
        missing.add(new StudyRunner.Job(each.run(), each.settings(), state == RunState.STOPPED));
      } else {
        digests.keepIfNew(each.run());
      }
    }
    out.println(
        title
            + ": "
            + runs.size()
            + (runs.size() == 1 ? " run, " : " runs, ")
            + missing.size()
            + " to make, "
            + jobs
            + " at a time, threads="
            + threads(runs));
    StudyProgress progress = new StudyProgress(out, System::nanoTime, missing.size(), jobs);
    StudyRunner.Outcome outcome = new StudyRunner(folder, progress, digests).run(missing, jobs);
    if (outcome.isStopped()) {
      out.println("stopped; go on with: " + again);
    }
    return outcome;
  }

  private static String threads(List<StudyCheck.Checked> runs) {
    return runs.stream()
        .map(each -> each.settings().text("threads"))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What a command that was killed has left behind may still be training. */
  private void requireFree(PlannedRun run) {
    Path place = folder.run(run).folder();
    if (!Files.isDirectory(place)) {
      return;
    }
    try (RunLock lock = RunLock.take(place)) {
      // free
    } catch (ConfigException e) {
      throw new ConfigException(
          "a run in this folder still goes on, left behind by a command that was killed: "
              + e.getMessage()
              + "; then: "
              + again,
          e);
    }
  }

  /**
   * Requires that none failed.
   *
   * @param all how many there are
   * @throws DataException if one did
   */
  void requireNoneFailed(StudyRunner.Outcome outcome, int all) {
    if (!outcome.failed().isEmpty()) {
      throw new DataException(
          outcome.failed().size()
              + " of "
              + all
              + " runs failed: "
              + String.join(", ", outcome.failed())
              + "; their logs say why; mend it, then: "
              + again);
    }
  }
}
