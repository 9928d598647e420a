package dev.progloss.cli.command;

import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.result.DigestFile;
import dev.progloss.study.result.RunDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs of another comparison, which count in a report that has nothing of the same run itself. Only
 * read.
 *
 * @param runs all that its plan has, by their titles
 * @param notes told what is not the same run
 */
record LentRuns(StudyFolder folder, Map<String, PlannedRun> runs, Consumer<String> notes) {

  /** Those of a folder. */
  static LentRuns of(StudyFolder folder, Consumer<String> notes) {
    Map<String, PlannedRun> runs =
        PlanFile.read(folder.plan(), Map.of()).runs().stream()
            .collect(Collectors.toMap(PlannedRun::title, Function.identity()));
    return new LentRuns(folder, runs, notes);
  }

  /**
   * What is kept of a run: same names of set and arm, same seed, and both plans say the same of it.
   * The digest alone could not tell: what a plan leaves open follows from data, which a report does
   * not open.
   *
   * @throws dev.progloss.core.error.ConfigException if it was made of other settings than planned
   */
  Optional<RunDigest> digest(PlannedRun run) {
    Path file = folder.digest(run);
    PlannedRun theirs = runs.get(run.title());
    if (theirs == null || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Optional<String> difference = RunState.difference(file, theirs, run);
    if (difference.isPresent()) {
      notes.accept(difference.get() + ": it is left out");
      return Optional.empty();
    }
    RunDigest digest = DigestFile.read(file);
    RunState.requirePlanned(file, digest.settings(), run);
    return Optional.of(digest);
  }
}
