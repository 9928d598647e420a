package dev.progloss.run.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.run.testkit.FaultyDisk;
import dev.progloss.run.testkit.FaultyDisk.Fault;
import dev.progloss.run.testkit.PowerLossDisk;
import dev.progloss.run.testkit.PowerLossDisk.Tear;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AtomicFilesTest {

  private static final String OLD = "what was there";
  private static final String NEW = "something newer, and longer than what was there";
  private static final AtomicFiles.Content CONTENT =
      out -> out.write(NEW.getBytes(StandardCharsets.UTF_8));

  /** Bytes a write takes: the content needs five. */
  private static final int SHORT = 10;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void old() throws IOException {
    file = Files.writeString(folder.resolve("a.txt"), OLD);
  }

  @Test
  void write_shortWrites_writesAllAndForcesFileBeforeMoveAndFolderAfter() throws IOException {
    FaultyDisk disk = FaultyDisk.counting(SHORT);
    AtomicFiles.write(disk, file, CONTENT);
    assertThat(file).hasContent(NEW);
    assertThat(names()).containsExactly("a.txt");
    // create, five writes, force, move, force the folder
    assertThat(disk.operations()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILS", "FAILS_HALFWAY"})
  void write_failingAtAnyOperation_leavesTheOldFileAloneAndSaysWhy(Fault fault) throws IOException {
    for (int at = 1; at <= 8; at++) {
      FaultyDisk disk = new FaultyDisk(fault, at, SHORT);
      assertThatThrownBy(() -> AtomicFiles.write(disk, file, CONTENT))
          .as("operation %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "(making a draft|writing a draft|moving its draft).* failed: "
                  + "(No space left on device|Input/output error|Permission denied);"
                  + " what was there is as it was");
      assertThat(file).hasContent(OLD);
      assertThat(names()).containsExactly("a.txt");
    }
  }

  @Test
  void write_failingToForceTheFolder_leavesTheNewFileAndSaysSo() throws IOException {
    FaultyDisk disk = new FaultyDisk(Fault.FAILS, 9, SHORT);
    assertThatThrownBy(() -> AtomicFiles.write(disk, file, CONTENT))
        .hasMessageContaining("Input/output error")
        .hasMessageContaining("the new file is there");
    assertThat(file).hasContent(NEW);
    assertThat(names()).containsExactly("a.txt");
  }

  @ParameterizedTest
  @EnumSource(names = {"DIES", "DIES_HALFWAY"})
  void write_dyingAtAnyOperation_leavesOneWholeFileAndTheNextWriteWorks(Fault fault)
      throws IOException {
    for (int at = 1; at <= 9; at++) {
      Files.writeString(file, OLD);
      FaultyDisk disk = new FaultyDisk(fault, at, SHORT);
      assertThatThrownBy(() -> AtomicFiles.write(disk, file, CONTENT))
          .as("operation %d", at)
          .isInstanceOf(IOException.class);
      assertThat(file).hasContent(at <= 8 ? OLD : NEW);
      AtomicFiles.write(file, CONTENT);
      assertThat(file).hasContent(NEW);
      boolean hasDraft = at > 1 && at < 9;
      assertThat(AtomicFiles.removeDrafts(Disk.real(), folder)).hasSize(hasDraft ? 1 : 0);
      assertThat(names()).containsExactly("a.txt");
    }
  }

  @Test
  void write_powerLostAtAnyOperation_leavesOneWholeFile() throws IOException {
    int losses = 0;
    for (int at = 1; at <= 5; at++) {
      Path place = Files.createDirectory(folder.resolve("at" + at));
      Path lost = Files.writeString(place.resolve("a.txt"), OLD);
      PowerLossDisk disk = new PowerLossDisk(place, at);
      assertThatThrownBy(() -> AtomicFiles.write(disk, lost, CONTENT))
          .as("operation %d", at)
          .isInstanceOf(IOException.class);
      for (int kept = 0; kept < 1 << disk.pending(); kept++) {
        for (Tear tear : Tear.values()) {
          Path after = Files.createDirectory(folder.resolve("loss" + losses++));
          disk.afterLoss(after, kept, tear);
          assertThat(Files.readString(after.resolve("a.txt"))).isIn(OLD, NEW);
        }
      }
    }
    assertThat(losses).isGreaterThan(20);
  }

  @Test
  void write_contentThatThrows_leavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent(OLD);
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void removeDrafts_amongOtherFiles_takesDraftsAlone() throws IOException {
    Path draft = Files.writeString(folder.resolve(".a.txt.1.part"), "x");
    Files.writeString(folder.resolve("mine.part"), "x");
    assertThat(AtomicFiles.removeDrafts(Disk.real(), folder)).containsExactly(draft);
    assertThat(names()).containsExactly("a.txt", "mine.part");
    assertThat(AtomicFiles.removeDrafts(Disk.real(), folder.resolve("none"))).isEmpty();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
