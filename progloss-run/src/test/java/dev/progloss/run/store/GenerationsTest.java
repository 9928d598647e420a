package dev.progloss.run.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.run.layout.Disk;
import dev.progloss.run.store.Survey.PassedOver;
import dev.progloss.run.testkit.FaultyDisk;
import dev.progloss.run.testkit.FaultyDisk.Fault;
import dev.progloss.run.testkit.PowerLossDisk;
import dev.progloss.run.testkit.PowerLossDisk.Tear;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GenerationsTest {

  private static final int SHORT = 10;

  @TempDir Path folder;

  @Test
  void write_threeTimes_keepsTheLastTwo() throws IOException {
    Path state = folder.resolve("weights").resolve("state");
    Generations generations = Generations.in(state);
    for (long step : new long[] {10, 20, 30}) {
      assertThat(generations.write(step, content(step)).notes()).isEmpty();
    }
    assertThat(names(state))
        .containsExactly(
            "step-000000020.complete",
            "step-000000020.safetensors",
            "step-000000030.complete",
            "step-000000030.safetensors");
    assertThat(generations.candidates().complete())
        .extracting(Generation::step)
        .containsExactly(30L, 20L);
    assertThat(generations.candidates().passedOver()).isEmpty();
    assertThat(generations.newest().orElseThrow().file()).hasContent(text(30));
  }

  @Test
  void newest_noFolder_isEmpty() throws IOException {
    Generations generations = Generations.in(folder.resolve("none"));
    assertThat(generations.newest()).isEmpty();
    generations.clear();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void write_sameStepAgain_writesOverNothing() throws IOException {
    Generations generations = Generations.in(folder);
    Generation first = generations.write(10, content(1)).generation();
    Generation second = generations.write(10, content(2)).generation();
    assertThat(second.file()).hasFileName("step-000000010.2.safetensors").hasContent(text(2));
    assertThat(generations.candidates().complete()).containsExactly(second, first);
    Generation third = generations.write(10, content(3)).generation();
    assertThat(generations.candidates().complete()).containsExactly(third, second);
  }

  @Test
  void write_afterTurningBack_removesLaterSteps() throws IOException {
    Generations generations = Generations.in(folder);
    generations.write(10, content(10));
    Generation later = generations.write(20, content(20)).generation();
    damage(later.file(), 3);
    Generation back = generations.write(15, content(15)).generation();
    assertThat(generations.candidates().complete())
        .extracting(Generation::step)
        .containsExactly(15L, 10L);
    assertThat(generations.newest()).contains(back);
    assertThat(names(folder)).hasSize(4);
  }

  @Test
  void newest_diedBeforeLaterStepsWereRemoved_isTheOneWrittenLast() throws IOException {
    Generations generations = Generations.in(folder);
    generations.write(20, content(20));
    // create, write, force, move, force the folder; the same of the marker; then the first removal
    FaultyDisk disk = new FaultyDisk(Fault.DIES, 11, Integer.MAX_VALUE);
    assertThat(Generations.in(folder, disk).write(15, content(15)).notes()).hasSize(2);
    assertThat(generations.candidates().complete())
        .extracting(Generation::step)
        .containsExactly(15L, 20L);
  }

  @ParameterizedTest
  @EnumSource
  void write_wrongAtAnyOperation_leavesThePreviousOrTheNewOne(Fault fault) throws IOException {
    int most = operations();
    assertThat(most).isGreaterThan(20);
    for (int at = 1; at <= most; at++) {
      Path place = twoGenerations("at" + at);
      FaultyDisk disk = new FaultyDisk(fault, at, SHORT);
      boolean isSaved = isSaved(place, disk);
      Generations after = Generations.in(place);
      Generation newest = after.newest().orElseThrow();
      boolean mayBeOld = !isSaved;
      // a process may die between the marker's move and its word that all is saved
      boolean mayBeNew = isSaved || fault == Fault.DIES || fault == Fault.DIES_HALFWAY;
      assertThat(newest.step())
          .as("operation %d", at)
          .isIn(mayBeOld ? 20L : 30L, mayBeNew ? 30L : 20L);
      assertThat(newest.file()).hasContent(text(newest.step()));
      assertThat(after.write(40, content(40)).notes()).isEmpty();
      assertThat(after.candidates().complete())
          .extracting(Generation::step)
          .containsExactly(40L, newest.step());
      assertThat(names(place)).as("operation %d", at).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void write_powerLostAtAnyOperation_leavesThePreviousOrTheNewOne(Tear tear) throws IOException {
    int losses = 0;
    for (int at = 1; at <= 16; at++) {
      Path place = twoGenerations("at" + at);
      PowerLossDisk disk = new PowerLossDisk(place, at);
      boolean isSaved = isSaved(place, disk);
      for (int kept = 0; kept < 1 << disk.pending(); kept++) {
        Path after = Files.createDirectory(folder.resolve("loss" + losses++));
        disk.afterLoss(after, kept, tear);
        Generation newest = Generations.in(after).newest().orElseThrow();
        assertThat(newest.step()).as("operation %d, kept %d", at, kept).isIn(20L, 30L);
        assertThat(isSaved && newest.step() != 30).as("a saved one is never lost").isFalse();
        assertThat(newest.file()).hasContent(text(newest.step()));
        Generations.in(after).write(40, content(40));
        assertThat(names(after)).hasSize(4);
      }
    }
    assertThat(losses).isGreaterThan(40);
  }

  @Test
  void write_diskFull_saysSoAndLeavesWhatWasThere() throws IOException {
    Path place = twoGenerations("full");
    List<String> before = names(place);
    Disk disk = new FaultyDisk(Fault.FAILS_HALFWAY, 2, SHORT);
    assertThatThrownBy(() -> Generations.in(place, disk).write(30, content(30)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(names(place)).isEqualTo(before);
  }

  @Test
  void write_leftOfAKilledProcess_removesIt() throws IOException {
    Files.writeString(folder.resolve(".step-000000005.safetensors.1.part"), "torn");
    Files.writeString(folder.resolve("step-000000005.safetensors"), "without marker");
    Files.writeString(folder.resolve("notes.txt"), "not ours");
    Generations.in(folder).write(10, content(10));
    assertThat(names(folder))
        .containsExactly("notes.txt", "step-000000010.complete", "step-000000010.safetensors");
  }

  @Test
  void write_negativeStep_isABug() {
    assertThatThrownBy(() -> Generations.in(folder).write(-1, content(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void candidates_cutFile_isPassedOver() throws IOException {
    Path place = twoGenerations("cut");
    Path file = place.resolve("step-000000020.safetensors");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertPassedOver(place, "it has " + length + " bytes, its marker says " + whole.length);
    }
  }

  @Test
  void candidates_anyBitFlipped_isPassedOver() throws IOException {
    Path place = twoGenerations("flipped");
    Path file = place.resolve("step-000000020.safetensors");
    long bits = 8 * Files.size(file);
    for (int bit = 0; bit < bits; bit++) {
      damage(file, bit);
      assertPassedOver(place, "it was damaged: its checksum is ");
      damage(file, bit);
    }
    assertThat(Generations.in(place).candidates().passedOver()).isEmpty();
  }

  @Test
  void candidates_markerDamagedOrTorn_isPassedOver() throws IOException {
    Path place = twoGenerations("marker");
    Path marker = place.resolve("step-000000020.complete");
    byte[] whole = Files.readAllBytes(marker);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      damage(marker, bit);
      assertPassedOver(place, "its marker is damaged");
      damage(marker, bit);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(marker, Arrays.copyOf(whole, length));
      assertPassedOver(place, "its marker is damaged");
    }
  }

  @Test
  void candidates_markerMissingOrOfAnother_isPassedOver() throws IOException {
    Path place = twoGenerations("missing");
    Path marker = place.resolve("step-000000020.complete");
    Files.copy(
        place.resolve("step-000000010.complete"), marker, StandardCopyOption.REPLACE_EXISTING);
    assertPassedOver(place, "its marker is that of step-000000010.safetensors");
    Files.delete(marker);
    assertPassedOver(place, "it has no marker");
  }

  @Test
  void candidates_fileMissingOrUnreadable_isPassedOver() throws IOException {
    Path place = twoGenerations("gone");
    Path file = place.resolve("step-000000020.safetensors");
    Files.delete(file);
    assertPassedOver(place, "it is gone, only its marker is there");
    Files.createDirectory(file);
    assertPassedOver(place, "it ");
  }

  @Test
  void write_previousCutShort_keepsTheOneBeforeIt() throws IOException {
    Path place = twoGenerations("kept");
    Path file = place.resolve("step-000000020.safetensors");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5));
    Generations.in(place).write(30, content(30));
    assertThat(Generations.in(place).candidates().complete())
        .extracting(Generation::step)
        .containsExactly(30L, 10L);
  }

  @Test
  void clear_leavesNothingOfOurs() throws IOException {
    Path place = twoGenerations("clear");
    Files.writeString(place.resolve(".step-000000030.safetensors.1.part"), "torn");
    Generations.in(place).clear();
    assertThat(place).doesNotExist();
  }

  private static void assertPassedOver(Path place, String reason) throws IOException {
    Survey survey = Generations.in(place).candidates();
    assertThat(survey.complete()).extracting(Generation::step).containsExactly(10L);
    assertThat(survey.passedOver()).hasSize(1);
    PassedOver passed = survey.passedOver().get(0);
    assertThat(passed.file()).isEqualTo(place.resolve("step-000000020.safetensors"));
    assertThat(passed.reason()).startsWith(reason);
  }

  private static boolean isSaved(Path place, Disk disk) {
    try {
      Generations.in(place, disk).write(30, content(30));
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(" failed: ");
      return false;
    }
  }

  private int operations() throws IOException {
    FaultyDisk disk = FaultyDisk.counting(SHORT);
    Generations.in(twoGenerations("counted"), disk).write(30, content(30));
    return disk.operations();
  }

  private Path twoGenerations(String name) throws IOException {
    Path place = folder.resolve(name);
    Generations generations = Generations.in(place);
    generations.write(10, content(10));
    generations.write(20, content(20));
    return place;
  }

  private static AtomicFiles.Content content(long step) {
    return out -> out.write(text(step).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(long step) {
    return "weights of step " + step;
  }

  private static void damage(Path file, int bit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    Files.write(file, bytes);
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
