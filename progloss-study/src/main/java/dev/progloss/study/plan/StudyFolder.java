package dev.progloss.study.plan;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.layout.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a comparison: the only place that knows its file names.
 *
 * @param runs folder of its runs
 */
public record StudyFolder(Path folder, Path runs) {

  /** With its runs where a comparison has them. */
  public StudyFolder(Path folder) {
    this(folder, folder.resolve("runs"));
  }

  /**
   * The folder of an earlier comparison.
   *
   * @param place the folder, or its plan
   * @throws ConfigException if it is not one
   */
  public static StudyFolder open(Path place) {
    Path parent = place.toAbsolutePath().getParent();
    StudyFolder study =
        new StudyFolder(Files.isRegularFile(place) && parent != null ? parent : place);
    if (!Files.isRegularFile(study.plan())) {
      throw new ConfigException(place + " is not the folder of a comparison: it has no plan.yaml");
    }
    return study;
  }

  /** What is compared. */
  public Path plan() {
    return folder.resolve("plan.yaml");
  }

  /** A report: {@code json}, {@code md} or {@code html}. */
  public Path report(String ending) {
    return folder.resolve("report." + ending);
  }

  /** Folder of the report's charts. */
  public Path charts() {
    return folder.resolve("charts");
  }

  /** Folder that holds the runs of one arm on one data set. */
  public Path arm(String set, String arm) {
    return runs.resolve(set).resolve(arm);
  }

  /** Folder of a run. */
  public RunDirectory run(String set, String arm, long seed) {
    return new RunDirectory(arm(set, arm).resolve(PlannedRun.name(seed)));
  }

  /** Folder of a run. */
  public RunDirectory run(PlannedRun run) {
    return run(run.set(), run.arm(), run.seed());
  }

  /** What a run wrote on its console. */
  public Path log(PlannedRun run) {
    return beside(run, ".log");
  }

  /** What is kept of a run, and stands for its folder where that is gone. */
  public Path digest(PlannedRun run) {
    return beside(run, ".digest.jsonl.gz");
  }

  /** There once a run has diverged, which it would again: whoever removes it has it tried again. */
  public Path diverged(PlannedRun run) {
    return beside(run, ".diverged");
  }

  private Path beside(PlannedRun run, String ending) {
    return arm(run.set(), run.arm()).resolve(PlannedRun.name(run.seed()) + ending);
  }
}
