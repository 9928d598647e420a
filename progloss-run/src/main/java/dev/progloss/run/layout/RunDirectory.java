package dev.progloss.run.layout;

import dev.progloss.core.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a run: the only place that knows its file names. */
public record RunDirectory(Path folder) {

  /** Folders from a file of a run up to the run: {@code weights/state}. */
  private static final int DEEPEST_FILE = 3;

  /**
   * Makes the folder of a new run.
   *
   * @param project folder of runs
   * @param name name of the run; if it is taken, a number is put behind it
   * @param named whether the user chose the name: a taken one is then an error
   * @param existOk whether a taken name may be used again, its files written over
   * @throws ConfigException if the name is taken or the folder cannot be written
   */
  public static RunDirectory create(Path project, String name, boolean named, boolean existOk) {
    Path folder = plain(project, name, named, existOk);
    makeFolder(folder.resolve("weights"));
    return new RunDirectory(folder);
  }

  /**
   * Makes a folder for results that are not a run's.
   *
   * @param name name of the folder; if it is taken, a number is put behind it
   * @param named whether the user chose the name: a taken one is then an error
   * @param existOk whether a taken name may be used again
   * @throws ConfigException if the name is taken or the folder cannot be written
   */
  public static Path plain(Path project, String name, boolean named, boolean existOk) {
    Path folder = project.resolve(name);
    if (Files.exists(folder) && named && !existOk) {
      throw new ConfigException(
          folder + " exists already; choose another name=, or say exist_ok=true to write over it");
    }
    for (int number = 2; Files.exists(folder) && !existOk; number++) {
      folder = project.resolve(name + number);
    }
    makeFolder(folder);
    return folder;
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    if (!Files.isWritable(folder)) {
      throw new ConfigException(folder + " cannot be written; choose another project=");
    }
  }

  private static ConfigException unwritable(Path folder, IOException e) {
    return new ConfigException(
        folder + " cannot be made (" + e + "); choose another project= that can be written", e);
  }

  /**
   * The folder of an earlier run.
   *
   * @param place the folder, or a file in it or in its {@code weights}
   * @throws ConfigException if it is not one
   */
  public static RunDirectory open(Path place) {
    if (!Files.isRegularFile(place)) {
      RunDirectory run = new RunDirectory(place);
      if (!Files.isRegularFile(run.config())) {
        throw new ConfigException(place + " is not the folder of a run: it has no config.yaml");
      }
      return run;
    }
    Path folder = place.toAbsolutePath().getParent();
    for (int level = 0; level < DEEPEST_FILE && folder != null; level++) {
      RunDirectory run = new RunDirectory(folder);
      if (Files.isRegularFile(run.config())) {
        return run;
      }
      folder = folder.getParent();
    }
    throw new ConfigException(place + " is not a file of a run: no folder above has a config.yaml");
  }

  /** All settings, defaults included. */
  public Path config() {
    return folder.resolve("config.yaml");
  }

  /** One JSON line a step and an evaluation. */
  public Path journal() {
    return folder.resolve("journal.jsonl");
  }

  /** One row an evaluated epoch. */
  public Path results() {
    return folder.resolve("results.csv");
  }

  /** Where the steps' time went: one row a phase. */
  public Path profile() {
    return folder.resolve("profile.csv");
  }

  /** What the last weights find in the validation pictures, as COCO results. */
  public Path predictions() {
    return folder.resolve("predictions.json");
  }

  /** What there is to find in them, as COCO ground truth. */
  public Path truth() {
    return folder.resolve("truth.json");
  }

  /** Weights to use: {@code last} or {@code best}. */
  public Path weights(String which) {
    return folder.resolve("weights").resolve(which + ".safetensors");
  }

  /** What is needed to go on, of runs that began before there were generations. */
  public Path resumeState() {
    return folder.resolve("weights").resolve("resume.safetensors");
  }

  /** Generations of what is needed to go on: a folder, there only once one was written. */
  public Path state() {
    return folder.resolve("weights").resolve("state");
  }

  /** Who works in the folder, in words for people: present only while somebody does. */
  public Path lock() {
    return folder.resolve("run.lock");
  }

  /** What the operating system locks while somebody works in the folder: empty, never removed. */
  public Path lockHold() {
    return folder.resolve(".run.lock");
  }

  /** A picture. */
  public Path picture(String name) {
    return folder.resolve(name + ".png");
  }
}
