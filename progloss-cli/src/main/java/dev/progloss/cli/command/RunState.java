package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.StudyFolder;
import dev.progloss.study.result.DigestFile;
import dev.progloss.study.result.RunDigest;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.StoryReader;
import dev.progloss.train.checkpoint.ResumeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    if (!isBegun(run)) {
      return kept(study.digest(planned), settings);
    }
    boolean isJudged = isJudgedAtEnd(run, settings.integer("epochs", 1));
    boolean isDiverged = Files.exists(study.diverged(planned));
    if (isJudged || isDiverged || Files.isDirectory(run.state())) {
      requireSame(run.folder(), binding(run), settings);
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

  /** Whether there is a run in a folder. */
  static boolean isBegun(RunDirectory run) {
    return Files.isRegularFile(run.config()) && Files.isRegularFile(run.journal());
  }

  /** A run whose folder is gone, or was never on this machine. */
  private static RunState kept(Path file, Settings settings) {
    if (!Files.isRegularFile(file)) {
      return FRESH;
    }
    RunDigest digest = DigestFile.read(file);
    requireSame(file, digest.settings(), settings);
    return digest.end() == RunResult.End.DIVERGED ? DIVERGED : FINISHED;
  }

  /** How a run in a folder has ended: without a look at states, and by its own settings. */
  static RunResult.End ended(StudyFolder study, PlannedRun planned) {
    RunDirectory run = study.run(planned);
    if (!isBegun(run)) {
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

  /** The settings that a run is made of: what may change when it goes on is not among them. */
  static Map<String, String> binding(RunDirectory run) {
    return binding(made(run));
  }

  private static Map<String, String> binding(Settings made) {
    Map<String, String> binding = new LinkedHashMap<>();
    for (String key : made.entries().keySet()) {
      if (isBinding(key)) {
        binding.put(key, made.text(key));
      }
    }
    return binding;
  }

  private static boolean isBinding(String key) {
    return !ResumeSettings.FREE.contains(key)
        && !ResumeSettings.PLACE.contains(key)
        && !key.equals(RESUME);
  }

  private static void requireSame(Path what, Map<String, String> made, Settings planned) {
    refuse(difference(what, made, planned));
  }

  /**
   * What a digest's run was made of other than planned, in words; empty if nothing. What it does
   * not say, since its program did not know the key, was as usual.
   */
  static Optional<String> difference(Path what, Map<String, String> made, Settings planned) {
    Settings usual = Settings.resolve(TrainSettings.table(), List.of());
    return planned.entries().keySet().stream()
        .filter(RunState::isBinding)
        .flatMap(
            key ->
                difference(what, key, made.getOrDefault(key, usual.text(key)), planned.text(key))
                    .stream())
        .findFirst();
  }

  /** What one plan says of a run and another does not, in words; empty if nothing. */
  static Optional<String> difference(Path what, PlannedRun made, PlannedRun planned) {
    return difference(what, binding(said(made)), said(planned));
  }

  private static Settings said(PlannedRun run) {
    return Settings.resolve(TrainSettings.table(), StudyCheck.arguments(run));
  }

  /**
   * Requires that a run is the one whose place it has. Only what the plan says counts: what was
   * usual when the run was made may have changed since, and its report has not.
   *
   * @throws ConfigException if it was made from other settings
   */
  static void requirePlanned(Path what, Map<String, String> made, PlannedRun run) {
    Settings planned = TrainSettings.chosen(said(run));
    Settings usual = Settings.resolve(TrainSettings.table(), List.of());
    run.settings()
        .forEach(
            (key, said) -> {
              if (isBinding(key) && !said.equals(TrainSettings.AUTO)) {
                String value = made.getOrDefault(key, usual.text(key));
                refuse(difference(what, key, value, planned.text(key)));
              }
            });
  }

  private static Optional<String> difference(Path what, String key, String made, String planned) {
    return made.equals(planned)
        ? Optional.empty()
        : Optional.of(
            what
                + ": "
                + key
                + " was '"
                + made
                + "' when this run was made and is '"
                + planned
                + "' by the plan");
  }

  private static void refuse(Optional<String> difference) {
    if (difference.isPresent()) {
      throw new ConfigException(
          difference.get() + ": put it back, or compare anew under another name=");
    }
  }
}
