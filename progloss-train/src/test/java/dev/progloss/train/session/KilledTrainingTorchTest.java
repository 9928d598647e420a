package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.FaultTable;
import dev.progloss.run.layout.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that train are killed, as by {@code kill -9}, again and again; what they leave goes on
 * to the end of the run that nobody killed.
 */
final class KilledTrainingTorchTest {

  private static final int KILLS_A_RUN = 5;

  /** About what the whole run takes once its first step is done. */
  private static final long MOST_MILLIS = 3000;

  private static RunDirectory straight;

  @TempDir Path folder;

  @BeforeAll
  static void runStraight(@TempDir Path shared) {
    straight = RunDirectory.create(shared, "straight", true, false);
    ResumeScene.training(ResumeScene.config()).keptBy(ResumeScene.SELDOM).into(straight);
  }

  @Test
  @Timeout(300)
  void resume_killedTwiceAtAnyInstant_equalsTheStraightRun() throws Exception {
    RunDirectory run = RunDirectory.create(folder, "short", true, false);
    Random instants = new Random(1);
    killAnywhere(run, instants);
    killAnywhere(run, instants);
    finish(run);
  }

  @Test
  @Tag("faults")
  void resume_killedAtFiftyInstants_equalsTheStraightRun() throws Exception {
    Random instants = new Random(2);
    int kills = 0;
    for (int number = 0; kills < 50; number++) {
      RunDirectory run = RunDirectory.create(folder, "run" + number, true, false);
      int before = kills;
      while (kills < before + KILLS_A_RUN && killAnywhere(run, instants)) {
        kills++;
      }
      finish(run);
    }
    FaultTable.append("training killed at any instant (kill -9)", kills, kills, 0);
  }

  @Test
  @Tag("faults")
  void resume_killedInsideASave_equalsTheStraightRun() throws Exception {
    Random instants = new Random(3);
    int kills = 0;
    for (int number = 0; kills < 20; number++) {
      RunDirectory run = RunDirectory.create(folder, "save" + number, true, false);
      int before = kills;
      while (kills < before + KILLS_A_RUN) {
        if (!killAnywhereInASave(run, instants)) {
          break;
        }
        kills += isHalfSaved(run) ? 1 : 0;
      }
      finish(run);
    }
    FaultTable.append("training killed inside a save (kill -9)", kills, kills, 0);
  }

  /** Returns false if the run ended before it was killed. */
  private static boolean killAnywhere(RunDirectory run, Random instants) throws Exception {
    Process process = TrainingProcess.start(run.folder());
    try {
      waitForJournal(process, run);
      boolean hasEnded = process.waitFor(instants.nextLong(MOST_MILLIS), TimeUnit.MILLISECONDS);
      assertThat(hasEnded && process.exitValue() != 0).as("it ended in an error").isFalse();
      return !hasEnded;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Kills when a draft of a state is seen; false if the run ended before. */
  private static boolean killAnywhereInASave(RunDirectory run, Random instants) throws Exception {
    Process process = TrainingProcess.start(run.folder());
    try {
      waitForJournal(process, run);
      long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(instants.nextInt(500));
      while (process.isAlive() && (System.nanoTime() < patience || !isHalfSaved(run))) {
        Thread.onSpinWait();
      }
      return process.isAlive();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void waitForJournal(Process process, RunDirectory run) throws Exception {
    long before = Files.exists(run.journal()) ? Files.size(run.journal()) : 0;
    while (process.isAlive() && (!Files.exists(run.journal()) || size(run) == before)) {
      Thread.sleep(2);
    }
  }

  private static long size(RunDirectory run) {
    return run.journal().toFile().length();
  }

  /** Whether a draft is there, or a state without its marker. */
  private static boolean isHalfSaved(RunDirectory run) {
    try (Stream<Path> files = Files.list(run.state())) {
      var names = files.map(file -> file.getFileName().toString()).toList();
      return names.stream().anyMatch(name -> name.endsWith(".part"))
          || names.stream()
              .filter(name -> name.endsWith(".safetensors"))
              .anyMatch(name -> !names.contains(name.replace(".safetensors", ".complete")));
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    } catch (IOException | UncheckedIOException e) {
      return false; // files come and go while they are listed
    }
  }

  /** A last process goes on undisturbed. */
  private static void finish(RunDirectory run) throws Exception {
    Process process = TrainingProcess.start(run.folder());
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    ResumeScene.requireSame(straight, run);
  }
}
