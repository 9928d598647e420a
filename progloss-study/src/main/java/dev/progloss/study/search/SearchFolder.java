package dev.progloss.study.search;

import dev.progloss.core.error.ConfigException;
import dev.progloss.study.plan.StudyFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a search: the only place that knows its file names. */
public record SearchFolder(Path folder) {

  /**
   * The folder of an earlier search.
   *
   * @throws ConfigException if it is not one
   */
  public static SearchFolder open(Path place) {
    SearchFolder search = new SearchFolder(place);
    if (!Files.isRegularFile(search.plan())) {
      throw new ConfigException(place + " is not the folder of a search: it has no plan.yaml");
    }
    return search;
  }

  /** What is searched. */
  public Path plan() {
    return folder.resolve("plan.yaml");
  }

  /** What was found. */
  public Path json() {
    return folder.resolve("tune.json");
  }

  /** The same for people. */
  public Path report() {
    return folder.resolve("report.md");
  }

  /** The plan of a comparison that confirms it. */
  public Path confirmation() {
    return folder.resolve("confirm.yaml");
  }

  /** Folder of its charts. */
  public Path charts() {
    return folder.resolve("charts");
  }

  /** Its runs: {@code rung-R/candidate-I/seed-K}. */
  public StudyFolder runs() {
    return new StudyFolder(folder, folder);
  }
}
