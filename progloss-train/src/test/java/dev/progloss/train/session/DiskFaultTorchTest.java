package dev.progloss.train.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.core.testkit.FaultTable;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.run.testkit.FaultyDisk;
import dev.progloss.run.testkit.FaultyDisk.Fault;
import dev.progloss.train.loop.Calendar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails in a save ends the run with words; what was saved before goes on. */
final class DiskFaultTorchTest {

  private static final int MOST_BYTES = 1 << 20;

  /** Operations from one that fails to the next, all faults together: each try is two trainings. */
  private static final int APART = 4;

  private static RunDirectory straight;
  private static int operations;

  @TempDir Path folder;
  private int runs;

  @BeforeAll
  static void runStraight(@TempDir Path shared) {
    straight = RunDirectory.create(shared, "straight", true, false);
    FaultyDisk disk = FaultyDisk.counting(MOST_BYTES);
    training().writingThrough(disk).into(straight);
    operations = disk.operations();
  }

  /** Four epochs of three steps, judged after the second and the last. */
  private static Training training() {
    TrainConfig config = ResumeScene.config().withLength(4, 4).withCalendar(new Calendar(2));
    return ResumeScene.training(config).keptBy(ResumeScene.SELDOM);
  }

  @Test
  void save_diskFullOrDead_saysSoAndGoesOnFromTheSaveBefore() throws Exception {
    for (int at = 1; at <= operations; at += operations / 5) {
      failAndGoOn(Fault.FAILS_HALFWAY, at);
    }
    failAndGoOn(Fault.DIES, operations / 2);
  }

  @Test
  @Tag("faults")
  void save_manyOperationsFailing_goesOnFromTheSaveBefore() throws Exception {
    List<Fault> faults = List.of(Fault.values());
    for (Fault fault : faults) {
      int tries = 0;
      // Each fault at other operations, so that together they come near to many.
      for (int at = 1 + APART * faults.indexOf(fault);
          at <= operations;
          at += APART * faults.size()) {
        failAndGoOn(fault, at);
        tries++;
      }
      String name = fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      FaultTable.append(
          "disk of a training " + name + ", every sixteenth operation", tries, tries, 0);
    }
  }

  private void failAndGoOn(Fault fault, int at) throws Exception {
    RunDirectory run = RunDirectory.create(folder, "run" + runs++, true, false);
    FaultyDisk disk = new FaultyDisk(fault, at, MOST_BYTES);
    Throwable thrown = catchThrowable(() -> training().writingThrough(disk).into(run));
    if (thrown != null) {
      // Only what tidies up may fail unheard.
      assertThat(thrown)
          .as("%s at %d of %d", fault, at, operations)
          .isInstanceOf(DataException.class)
          .hasMessageContaining(run.folder().toString())
          .hasMessageMatching("(?s).*(No space left|Input/output|Permission denied|Read-only).*");
      goOn(run);
    }
    ResumeScene.requireSame(straight, run);
  }

  private static void goOn(RunDirectory run) throws Exception {
    try {
      var unused = training().resume(run);
    } catch (ConfigException e) {
      if (e.getMessage().contains("epochs are done")) {
        return; // the last state was whole, and only an old one could not be removed
      }
      // The first save failed: there is nothing to lose but the steps before it.
      assertThat(e).hasMessageContaining("saved no state that is whole");
      Files.delete(run.journal());
      Files.deleteIfExists(run.results());
      var unused = training().into(run);
    }
  }
}
