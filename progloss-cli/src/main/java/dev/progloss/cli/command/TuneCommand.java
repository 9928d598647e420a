package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.store.RunLock;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.search.Candidate;
import dev.progloss.study.search.Rung;
import dev.progloss.study.search.SearchFile;
import dev.progloss.study.search.SearchFolder;
import dev.progloss.study.search.SearchPlan;
import dev.progloss.study.search.SearchResult;
import dev.progloss.study.search.Standing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Searches start and end weights of the loss by successive halving: {@code progloss tune}. */
public final class TuneCommand {

  private static final String RESUME = "resume";
  private static final String JOBS = "jobs";

  private final PrintStream out;
  private final PrintStream notes;
  private final String program;

  /**
   * A command.
   *
   * @param out where progress and results go
   * @param notes where warnings go
   * @param program name and version, for reports
   */
  public TuneCommand(PrintStream out, PrintStream notes, String program) {
    this.out = out;
    this.notes = notes;
    this.program = program;
  }

  /**
   * Searches. Ctrl-C ends after the current steps, saved.
   *
   * @param arguments {@code data=... epochs=... candidates=9}, or {@code resume=FOLDER}
   */
  public void run(List<String> arguments) {
    Map<String, String> given = Settings.given(arguments);
    String place = given.get(RESUME);
    if (place == null) {
      begin(SearchFile.of(given));
      return;
    }
    StudyRuns.requireAlone(RESUME, given, List.of(JOBS));
    SearchFolder folder = SearchFolder.open(Path.of(place));
    given.remove(RESUME);
    SearchPlan plan = SearchFile.read(folder.plan(), given);
    List<StudyCheck.Checked> runs = checked(plan);
    try (RunLock lock = RunLock.take(folder.folder())) {
      climb(folder, plan, runs);
    }
  }

  private void begin(SearchPlan asked) {
    SearchPlan plan = asked;
    PlannedRun first = plan.runs(0, plan.candidates()).get(0);
    for (Map.Entry<String, String> each : StudyRuns.settled(first, plan.jobs()).entrySet()) {
      plan = plan.withDefault(each.getKey(), each.getValue());
    }
    List<StudyCheck.Checked> runs = checked(plan);
    Path place = StudyRuns.place(plan::common, "tune");
    SearchFolder folder = new SearchFolder(place);
    try (RunLock lock = RunLock.take(place)) {
      StudyReporting.put(folder.plan(), SearchFile.text(plan));
      climb(folder, plan, runs);
    } catch (IOException e) {
      throw new DataException(folder.plan() + ": cannot be written: " + e, e);
    }
  }

  /** Every run that there could be: who gets to a rung is not known before. */
  private List<StudyCheck.Checked> checked(SearchPlan plan) {
    List<PlannedRun> all = new ArrayList<>();
    for (int rung = 0; rung < plan.halving().rungs(); rung++) {
      all.addAll(plan.runs(rung, plan.candidates()));
    }
    return new StudyCheck(notes).check(all);
  }

  /** Rung by rung; what is made already is looked at alone. */
  private void climb(SearchFolder folder, SearchPlan plan, List<StudyCheck.Checked> runs) {
    out.println("search " + folder.folder());
    SearchReporting reporting = new SearchReporting(folder, out);
    String again = "progloss tune resume=" + folder.folder();
    StudyDigests digests =
        new StudyDigests(folder.runs(), program, note -> notes.println("note: " + note));
    StudyRuns making = new StudyRuns(folder.runs(), out, again, digests);
    List<Rung> rungs = new ArrayList<>();
    List<Candidate> left = plan.candidates();
    for (int rung = 0; rung < plan.halving().rungs(); rung++) {
      Set<String> titles =
          plan.runs(rung, left).stream().map(PlannedRun::title).collect(Collectors.toSet());
      List<StudyCheck.Checked> these =
          runs.stream().filter(each -> titles.contains(each.run().title())).toList();
      String title = "rung " + rung + ", " + plan.halving().epochs(rung) + " epochs";
      StudyRunner.Outcome outcome = making.make(title, these, plan.jobs());
      if (outcome.isStopped()) {
        return;
      }
      making.requireNoneFailed(outcome, these.size());
      rungs.add(made(digests, plan, rung, left));
      left = rungs.get(rung).promoted();
      reporting.write(new SearchResult(program, plan, rungs));
      if (left.isEmpty()) {
        throw new ConfigException(
            "all candidates of rung "
                + rung
                + " diverged, or there is nothing to find in the validation pictures; nobody can go"
                + " on: choose a lower lr0, or other data");
      }
    }
    reporting.tell(new SearchResult(program, plan, rungs));
  }

  private static Rung made(
      StudyDigests digests, SearchPlan plan, int rung, List<Candidate> candidates) {
    List<Standing> standings = new ArrayList<>();
    for (Candidate candidate : candidates) {
      List<RunResult> results = new ArrayList<>();
      plan.runs(rung, List.of(candidate)).forEach(run -> results.add(digests.result(run)));
      standings.add(new Standing(candidate, results));
    }
    return new Rung(rung, plan.halving().epochs(rung), plan.halving().kept(rung), standings);
  }
}
