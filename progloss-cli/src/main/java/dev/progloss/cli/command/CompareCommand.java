package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.run.store.RunLock;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.plan.StudyPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trains every arm with every seed and tells the differences: {@code progloss compare}. */
public final class CompareCommand {

  private static final String RESUME = "resume";
  private static final String REPORT = "report";
  private static final String PLAN = "plan";
  private static final String JOBS = "jobs";

  private final PrintStream out;
  private final PrintStream notes;
  private final String program;

  /**
   * A command.
   *
   * @param program name and version, for reports
   * @param out where progress and results go
   * @param notes where warnings go
   */
  public CompareCommand(PrintStream out, PrintStream notes, String program) {
    this.program = program;
    this.out = out;
    this.notes = notes;
  }

  /**
   * Compares. Ctrl-C ends after the current steps, saved.
   *
   * @param arguments {@code presets=off,terms seeds=0..4 data=...}, or {@code plan=FILE}, or {@code
   *     resume=FOLDER}, or {@code report=FOLDER}
   */
  public void run(List<String> arguments) {
    Map<String, String> given = Settings.given(arguments);
    if (given.containsKey(REPORT)) {
      StudyFolder study = open(REPORT, given, List.of());
      report(study, PlanFile.read(study.plan(), Map.of()));
    } else if (given.containsKey(RESUME)) {
      StudyFolder study = open(RESUME, given, List.of(JOBS));
      given.remove(RESUME);
      goOn(study, PlanFile.read(study.plan(), given));
    } else {
      begin(given);
    }
  }

  private static StudyFolder open(String key, Map<String, String> given, List<String> allowed) {
    for (String other : given.keySet()) {
      if (!other.equals(key) && !allowed.contains(other)) {
        throw new ConfigException(
            other
                + " must be left out beside "
                + key
                + "=: plan.yaml in that folder says what is compared"
                + (allowed.isEmpty() ? "" : "; may change: " + String.join(", ", allowed)));
      }
    }
    return StudyFolder.open(Path.of(String.valueOf(given.get(key))));
  }

  private void begin(Map<String, String> given) {
    String file = given.remove(PLAN);
    StudyPlan asked = file == null ? PlanFile.of(given) : PlanFile.read(Path.of(file), given);
    StudyPlan plan = settled(asked);
    List<StudyCheck.Checked> runs = new StudyCheck(notes).check(plan);
    Path place =
        RunDirectory.plain(
            Path.of(plan.common("project").orElse("runs")),
            plan.common("name").orElse("compare"),
            plan.common("name").isPresent(),
            false);
    StudyFolder study = new StudyFolder(place);
    try (RunLock lock = RunLock.take(study.folder())) {
      AtomicFiles.write(
          study.plan(), to -> to.write(PlanFile.text(plan).getBytes(StandardCharsets.UTF_8)));
      make(study, plan, runs);
    } catch (IOException e) {
      throw new DataException(study.plan() + ": cannot be written: " + e, e);
    }
  }

  private void goOn(StudyFolder study, StudyPlan plan) {
    List<StudyCheck.Checked> runs = new StudyCheck(notes).check(plan);
    try (RunLock lock = RunLock.take(study.folder())) {
      make(study, plan, runs);
    }
  }

  /** With what depends on the machine, and would change what is computed, said once for all. */
  private static StudyPlan settled(StudyPlan plan) {
    List<Setting> table = TrainSettings.table();
    PlannedRun first = plan.runs().get(0);
    Settings usual = TrainSettings.chosen(Settings.resolve(table, StudyCheck.arguments(first)));
    int threads = Math.max(1, usual.integer("threads", 1) / plan.jobs());
    int workers = usual.integer("workers", 0) / plan.jobs();
    StudyPlan settled =
        plan.withDefault("threads", String.valueOf(threads))
            .withDefault("workers", String.valueOf(workers))
            .withDefault("amp", usual.text("amp"))
            .withDefault("plots", "false");
    return settled.withDefault(CocoPair.KEY, "true");
  }

  private void make(StudyFolder study, StudyPlan plan, List<StudyCheck.Checked> runs) {
    List<StudyRunner.Job> jobs = new ArrayList<>();
    for (StudyCheck.Checked each : runs) {
      requireFree(study, each.run());
      RunState state = RunState.of(study, each.run(), each.settings());
      if (state == RunState.FRESH || state == RunState.STOPPED) {
        jobs.add(new StudyRunner.Job(each.run(), each.settings(), state == RunState.STOPPED));
      }
    }
    int all = runs.size();
    out.println(
        "comparison "
            + study.folder()
            + ": "
            + all
            + " runs, "
            + jobs.size()
            + " to make, "
            + plan.jobs()
            + " at a time, threads="
            + plan.common("threads").orElse("by arm"));
    StudyProgress progress = new StudyProgress(out, System::nanoTime, jobs.size(), plan.jobs());
    StudyRunner.Outcome outcome = new StudyRunner(study, progress).run(jobs, plan.jobs());
    String again = "progloss compare resume=" + study.folder();
    if (outcome.isStopped()) {
      out.println("stopped; go on with: " + again);
      return;
    }
    report(study, plan);
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

  /** What a comparison that was killed has left behind may still be training. */
  private static void requireFree(StudyFolder study, PlannedRun run) {
    Path folder = study.run(run).folder();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (RunLock lock = RunLock.take(folder)) {
      // free
    } catch (ConfigException e) {
      throw new ConfigException(
          "a run of this comparison still goes on, left behind by one that was killed: "
              + e.getMessage()
              + "; then: progloss compare resume="
              + study.folder(),
          e);
    }
  }

  private void report(StudyFolder study, StudyPlan plan) {
    new StudyReporting(study, program, note -> notes.println("note: " + note)).write(plan, out);
  }
}
