package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.run.config.Setting;
import dev.progloss.run.config.Settings;
import dev.progloss.run.store.RunLock;
import dev.progloss.study.plan.NamedSettings;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.report.PlanWords;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains every arm with every seed and tells the differences: {@code progloss compare}. */
public final class CompareCommand {

  private static final String RESUME = "resume";
  private static final String REPORT = "report";
  private static final String PLAN = "plan";
  private static final String JOBS = "jobs";
  private static final String REUSE = "reuse";
  private static final String ARMS = "arms";
  private static final String BASELINE = "baseline";
  private static final String SETS = "sets";
  private static final String OUT = "out";
  private static final String PLOTS = "plots";

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
   *     resume=FOLDER}, or {@code report=FOLDER [arms=... baseline=... sets=... plots=false
   *     out=...]}; each of them with {@code reuse=FOLDER} for what another comparison has of the
   *     same runs
   */
  public void run(List<String> arguments) {
    Map<String, String> given = Settings.given(arguments);
    if (given.containsKey(REPORT)) {
      tell(given);
    } else if (given.containsKey(RESUME)) {
      StudyFolder study = open(RESUME, given, List.of(JOBS, REUSE));
      Optional<StudyFolder> earlier = earlier(given);
      given.keySet().removeAll(List.of(RESUME, REUSE));
      goOn(study, PlanFile.read(study.plan(), given), earlier);
    } else {
      Optional<StudyFolder> earlier = earlier(given);
      given.remove(REUSE);
      begin(given, earlier);
    }
  }

  private void tell(Map<String, String> given) {
    StudyFolder study = open(REPORT, given, List.of(REUSE, ARMS, BASELINE, SETS, PLOTS, OUT));
    Optional<LentRuns> lent = earlier(given).map(from -> LentRuns.of(from, this::note));
    boolean isDrawn = isDrawn(given);
    StudyPlan plan = asked(PlanFile.read(study.plan(), Map.of()), given);
    boolean isUsual = isDrawn && !isOther(given);
    Optional<String> command = isUsual ? Optional.empty() : Optional.of(PlanWords.asking(given));
    new StudyReporting(study, lent, target(study, given), program, this::note)
        .write(plan, new StudyReporting.Form(command, isDrawn), out);
  }

  private static StudyFolder open(String key, Map<String, String> given, List<String> allowed) {
    StudyRuns.requireAlone(key, given, allowed);
    return StudyFolder.open(Path.of(String.valueOf(given.get(key))));
  }

  /** The comparison whose runs stand for those of the same settings. */
  private static Optional<StudyFolder> earlier(Map<String, String> given) {
    return Optional.ofNullable(given.get(REUSE)).map(Path::of).map(StudyFolder::open);
  }

  private static boolean isDrawn(Map<String, String> given) {
    List<Setting> table = List.of(new Setting(PLOTS, "true", "draw charts"));
    List<String> arguments =
        given.containsKey(PLOTS) ? List.of(PLOTS + "=" + given.get(PLOTS)) : List.of();
    return Settings.resolve(table, arguments).flag(PLOTS);
  }

  private static boolean isOther(Map<String, String> given) {
    return List.of(ARMS, BASELINE, SETS).stream().anyMatch(given::containsKey);
  }

  /** The report of another question goes elsewhere: that of the comparison stays. */
  private static StudyFolder target(StudyFolder study, Map<String, String> given) {
    String out = given.get(OUT);
    if (out == null && isOther(given)) {
      throw new ConfigException(
          "out= must say where a report with other arms, another baseline or fewer sets goes: that"
              + " of the comparison stays as it is");
    }
    StudyFolder target = out == null ? study : new StudyFolder(Path.of(out));
    if (out != null && Files.exists(target.plan())) {
      throw new ConfigException(
          out + " is the folder of a comparison, whose report stays as it is; choose another out=");
    }
    return target;
  }

  private static StudyPlan asked(StudyPlan plan, Map<String, String> given) {
    List<String> arms = names(ARMS, plan.arms(), given);
    String usual = arms.contains(plan.baseline()) ? plan.baseline() : arms.get(0);
    return plan.on(names(SETS, plan.sets(), given))
        .asking(arms, given.getOrDefault(BASELINE, usual));
  }

  private static List<String> names(
      String key, List<NamedSettings> all, Map<String, String> given) {
    String some = given.get(key);
    return some == null
        ? all.stream().map(NamedSettings::name).toList()
        : List.of(some.split(",", -1));
  }

  private void begin(Map<String, String> given, Optional<StudyFolder> earlier) {
    String file = given.remove(PLAN);
    StudyPlan asked = file == null ? PlanFile.of(given) : PlanFile.read(Path.of(file), given);
    StudyPlan plan = settled(asked);
    List<StudyCheck.Checked> runs = new StudyCheck(notes).check(plan.runs());
    Path place = StudyRuns.place(plan::common, "compare");
    StudyFolder study = new StudyFolder(place);
    try (RunLock lock = RunLock.take(study.folder())) {
      StudyReporting.put(study.plan(), PlanFile.text(plan));
      make(study, plan, runs, earlier);
    } catch (IOException e) {
      throw new DataException(study.plan() + ": cannot be written: " + e, e);
    }
  }

  private void goOn(StudyFolder study, StudyPlan plan, Optional<StudyFolder> earlier) {
    List<StudyCheck.Checked> runs = new StudyCheck(notes).check(plan.runs());
    try (RunLock lock = RunLock.take(study.folder())) {
      make(study, plan, runs, earlier);
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

  private void make(
      StudyFolder study,
      StudyPlan plan,
      List<StudyCheck.Checked> runs,
      Optional<StudyFolder> earlier) {
    String again = "progloss compare resume=" + study.folder();
    StudyDigests digests = new StudyDigests(study, program, this::note);
    earlier.ifPresent(
        from -> {
          int taken = digests.takeFrom(from, runs);
          out.println(taken + " of " + runs.size() + " runs taken from " + from.folder());
        });
    StudyRuns making = new StudyRuns(study, out, again, digests);
    StudyRunner.Outcome outcome = making.make("comparison " + study.folder(), runs, plan.jobs());
    if (outcome.isStopped()) {
      return;
    }
    new StudyReporting(study, Optional.empty(), study, program, this::note)
        .write(plan, StudyReporting.Form.USUAL, out);
    making.requireNoneFailed(outcome, runs.size());
  }

  private void note(String text) {
    notes.println("note: " + text);
  }
}
