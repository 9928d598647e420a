package dev.progloss.cli.command;

import dev.progloss.core.error.DataException;
import dev.progloss.core.error.FormatException;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.result.DigestFile;
import dev.progloss.study.result.RunDigest;
import dev.progloss.study.result.RunResult;
import dev.progloss.torch.device.ProcessorTitle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is kept of the runs of a comparison beside their folders, and stands for those that are
 * gone: made on another machine, or removed for their room.
 *
 * @param program name and version of this program
 * @param notes told what is left out
 */
record StudyDigests(StudyFolder folder, String program, Consumer<String> notes) {

  /** Of a run's folder; empty if it has not ended. */
  private Optional<RunDigest> made(PlannedRun run, String machine) {
    RunResult.End end = RunState.ended(folder, run);
    RunDirectory made = folder.run(run);
    return end == RunResult.End.MISSING
        ? Optional.empty()
        : Optional.of(RunDigest.of(made, end, machine, RunState.binding(made), notes));
  }

  private Optional<RunDigest> kept(PlannedRun run) {
    Path file = folder.digest(run);
    return Files.isRegularFile(file) ? Optional.of(DigestFile.read(file)) : Optional.empty();
  }

  /**
   * Of a run whose folder is there, only the machine is read here: damage costs no more than that.
   */
  private Optional<RunDigest> keptBeside(PlannedRun run) {
    try {
      return kept(run);
    } catch (FormatException e) {
      notes.accept(e.getMessage() + ": left out, the run's folder counts");
      return Optional.empty();
    }
  }

  /** Keeps what is to be kept of a run that has ended on this machine. */
  void keep(PlannedRun run) {
    made(run, ProcessorTitle.here())
        .ifPresent(digest -> DigestFile.write(folder.digest(run), digest, program));
  }

  /** The same where it is not there: runs that were made by an older program kept nothing. */
  void keepIfNew(PlannedRun run) {
    if (!Files.exists(folder.digest(run))) {
      keep(run);
    }
  }

  /**
   * Takes what an earlier comparison keeps of the same runs: same names of set and arm, same seed,
   * and made of the same settings. Others are left to be made, and named.
   *
   * @return how many were taken
   */
  int takeFrom(StudyFolder earlier, List<StudyCheck.Checked> runs) {
    int taken = 0;
    for (StudyCheck.Checked each : runs) {
      Path theirs = earlier.digest(each.run());
      if (!isNew(each.run()) || !Files.isRegularFile(theirs)) {
        continue;
      }
      RunDigest digest = DigestFile.read(theirs);
      Optional<String> difference = RunState.difference(theirs, digest.settings(), each.settings());
      difference.ifPresent(said -> notes.accept(said + ": it is made anew"));
      if (difference.isEmpty()) {
        copy(theirs, folder.digest(each.run()));
        taken++;
      }
    }
    return taken;
  }

  private static void copy(Path from, Path target) {
    try {
      Files.createDirectories(target.getParent());
      AtomicFiles.write(target, to -> Files.copy(from, to));
    } catch (IOException e) {
      throw new DataException(target + ": cannot be written: " + e, e);
    }
  }

  private boolean isNew(PlannedRun run) {
    return !RunState.isBegun(folder.run(run)) && !Files.exists(folder.digest(run));
  }

  /**
   * What became of a run: what another comparison has counts where there is nothing of it here.
   *
   * @throws dev.progloss.core.error.ConfigException if it is another run than the plan's
   */
  RunResult result(PlannedRun run, LentRuns lent) {
    Optional<RunDigest> theirs = isNew(run) ? lent.digest(run) : Optional.empty();
    return theirs.isPresent() ? result(run, theirs, theirs.map(RunDigest::machine)) : result(run);
  }

  /**
   * What became of a run: its folder counts, and what was kept of it where that is gone.
   *
   * @throws dev.progloss.core.error.ConfigException if it is another run than the plan's
   */
  RunResult result(PlannedRun run) {
    boolean isBegun = RunState.isBegun(folder.run(run));
    Optional<RunDigest> kept = isBegun ? keptBeside(run) : kept(run);
    Optional<String> machine = kept.map(RunDigest::machine);
    Optional<RunDigest> digest = isBegun ? made(run, machine.orElse("")) : kept;
    Path place = isBegun ? folder.run(run).folder() : folder.digest(run);
    digest.ifPresent(found -> RunState.requirePlanned(place, found.settings(), run));
    return result(run, digest, machine);
  }

  private static RunResult result(
      PlannedRun run, Optional<RunDigest> digest, Optional<String> machine) {
    return new RunResult(
        run.set(),
        run.arm(),
        run.seed(),
        digest.map(RunDigest::end).orElse(RunResult.End.MISSING),
        digest.map(RunDigest::story),
        digest.flatMap(RunDigest::pictures),
        machine);
  }
}
