package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.report.RunResult;
import dev.progloss.study.report.StoryReader;
import dev.progloss.train.checkpoint.ResumeFile;
import java.nio.file.Files;
import java.util.List;

/** How far a run of a comparison has come, as its folder says. */
enum RunState {
  /** Nothing of it was saved: it begins afresh. */
  FRESH,
  /** It goes on from a saved state. */
  STOPPED,
  /** Its last evaluation is that after its last step. */
  FINISHED,
  /** It ended in numbers that are not finite; it would again. */
  DIVERGED;

  private static final String RESUME = "resume";

  /**
   * Looks.
   *
   * @param planned every setting of the run as the plan says
   * @throws ConfigException if the run was made from other settings
   */
  static RunState of(StudyFolder study, PlannedRun planned, Settings settings) {
    RunDirectory run = study.run(planned);
    if (!Files.isRegularFile(run.config()) || !Files.isRegularFile(run.journal())) {
      return FRESH;
    }
    boolean isJudged = isJudgedAtEnd(run, settings.integer("epochs", 1));
    boolean isDiverged = Files.exists(study.diverged(planned));
    if (isJudged || isDiverged || Files.isDirectory(run.state())) {
      requireSame(run, settings);
    }
    if (isDiverged) {
      return DIVERGED;
    }
    try {
      boolean isAtEnd = ResumeFile.newest(run, note -> {}).standing().isAtEnd();
      boolean isWhole = isAtEnd && isJudged && !TrainCommand.owesReport(run, settings);
      return isWhole ? FINISHED : STOPPED;
    } catch (ConfigException e) {
      // Whoever has removed the saved states of a finished run wanted the room.
      return isJudged && !Files.isDirectory(run.state()) ? FINISHED : FRESH;
    }
  }

  /** What a report may count: the same without a look at states, and by the run's own settings. */
  static RunResult.End ended(StudyFolder study, PlannedRun planned) {
    RunDirectory run = study.run(planned);
    if (!Files.isRegularFile(run.config()) || !Files.isRegularFile(run.journal())) {
      return RunResult.End.MISSING;
    }
    if (Files.exists(study.diverged(planned))) {
      return RunResult.End.DIVERGED;
    }
    return isJudgedAtEnd(run, made(run).integer("epochs", 1))
        ? RunResult.End.FINISHED
        : RunResult.End.MISSING;
  }

  private static boolean isJudgedAtEnd(RunDirectory run, int epochs) {
    return StoryReader.read(run.journal())
        .last()
        .map(judged -> judged.epoch() >= epochs)
        .orElse(false);
  }

  private static Settings made(RunDirectory run) {
    return Settings.resolve(TrainSettings.table(), List.of("config=" + run.config()));
  }

  private static void requireSame(RunDirectory run, Settings planned) {
    Settings made = made(run);
    for (String key : planned.entries().keySet()) {
      boolean mayDiffer =
          ResumeSettings.FREE.contains(key)
              || ResumeSettings.PLACE.contains(key)
              || key.equals(RESUME);
      if (!mayDiffer && !made.text(key).equals(planned.text(key))) {
        throw new ConfigException(
            run.folder()
                + ": "
                + key
                + " was '"
                + made.text(key)
                + "' when this run was made and is '"
                + planned.text(key)
                + "' by the plan: put it back, or compare anew under another name=");
      }
    }
  }
}
