package dev.progloss.cli.command;

import dev.progloss.core.error.DataException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.store.RunLock;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.plan.StudyPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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
    StudyRuns.requireAlone(key, given, allowed);
    return StudyFolder.open(Path.of(String.valueOf(given.get(key))));
  }

  private void begin(Map<String, String> given) {
    String file = given.remove(PLAN);
    StudyPlan asked = file == null ? PlanFile.of(given) : PlanFile.read(Path.of(file), given);
    StudyPlan plan = settled(asked);
    List<StudyCheck.Checked> runs = new StudyCheck(notes).check(plan.runs());
    Path place = StudyRuns.place(plan::common, "compare");
    StudyFolder study = new StudyFolder(place);
    try (RunLock lock = RunLock.take(study.folder())) {
      StudyReporting.put(study.plan(), PlanFile.text(plan));
      make(study, plan, runs);
    } catch (IOException e) {
      throw new DataException(study.plan() + ": cannot be written: " + e, e);
    }
  }

  private void goOn(StudyFolder study, StudyPlan plan) {
    List<StudyCheck.Checked> runs = new StudyCheck(notes).check(plan.runs());
    try (RunLock lock = RunLock.take(study.folder())) {
      make(study, plan, runs);
    }
  }

  /** With what depends on the machine, and would change what is computed, said once for all. */
  private static StudyPlan settled(StudyPlan plan) {
    StudyPlan settled = plan;
    for (Map.Entry<String, String> each :
        StudyRuns.settled(plan.runs().get(0), plan.jobs()).entrySet()) {
      settled = settled.withDefault(each.getKey(), each.getValue());
    }
    return settled.withDefault(CocoPair.KEY, "true");
  }

  private void make(StudyFolder study, StudyPlan plan, List<StudyCheck.Checked> runs) {
    String again = "progloss compare resume=" + study.folder();
    StudyDigests digests = new StudyDigests(study, program, this::note);
    StudyRuns making = new StudyRuns(study, out, again, digests);
    StudyRunner.Outcome outcome = making.make("comparison " + study.folder(), runs, plan.jobs());
    if (outcome.isStopped()) {
      return;
    }
    report(study, plan);
    making.requireNoneFailed(outcome, runs.size());
  }

  private void report(StudyFolder study, StudyPlan plan) {
    new StudyReporting(study, program, this::note).write(plan, out);
  }

  private void note(String text) {
    notes.println("note: " + text);
  }
}
