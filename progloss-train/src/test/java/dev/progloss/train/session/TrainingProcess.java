package dev.progloss.train.session;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.layout.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that trains the scene's run into a folder, or goes on with it, until it is killed. */
final class TrainingProcess {

  private TrainingProcess() {}

  public static void main(String[] arguments) {
    RunDirectory run = new RunDirectory(Path.of(arguments[0]));
    Training training = ResumeScene.training(ResumeScene.config()).keptBy(ResumeScene.OFTEN);
    if (Files.isDirectory(run.state())) {
      try {
        var unused = training.resume(run);
        return;
      } catch (ConfigException e) {
        if (e.getMessage().contains("epochs are done")) {
          return;
        }
        // Killed before its first save was whole: begins anew, and has lost nothing that was saved.
        if (!e.getMessage().contains("saved no state that is whole")) {
          throw e;
        }
      }
    }
    begin(training, run);
  }

  private static void begin(Training training, RunDirectory run) {
    for (Path file : List.of(run.journal(), run.results())) {
      if (!file.toFile().delete() && Files.exists(file)) {
        throw new IllegalStateException(file + " cannot be removed");
      }
    }
    var unused = training.into(run);
  }

  static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dorg.bytedeco.javacpp.maxbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            TrainingProcess.class.getName(),
            folder.toString())
        .inheritIO()
        .start();
  }
}
