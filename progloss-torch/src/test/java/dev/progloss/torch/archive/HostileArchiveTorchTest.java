package dev.progloss.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.testkit.CheckpointWriter;
import dev.progloss.torch.testkit.PickleWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to harm, cut off, or changed. */
class HostileArchiveTorchTest {

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("evil.pt"), bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "/evil", "a/../../evil", "a\\evil", "C:evil", "a/..", "nul\0", ".."})
  void open_nameThatLeadsOut_refuses(String name) throws IOException {
    Path path = file(new CheckpointWriter().entry(name, new byte[1]).file(1));
    assertThatThrownBy(() -> CheckpointFile.open(path))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("leads out of it");
  }

  @Test
  void open_aCallOfTheShell_runsNothing() throws IOException {
    Path mark = folder.resolve("mark");
    byte[] pickle = new PickleWriter().call("os", "system", "touch " + mark).end();
    CheckpointFile opened = CheckpointFile.open(file(new CheckpointWriter().file(pickle)));
    assertThat(TensorTree.of("evil.pt", opened.root()).tensors()).isEmpty();
    assertThat(mark).doesNotExist();
  }

  @Test
  void tree_longNamesSharedManyTimes_refuses() throws IOException {
    // 2^17 names of 850 letters, from a file of some kilobytes.
    PickleWriter writer = new PickleWriter().call("torch._utils", "_rebuild_qtensor").raw('q', 0);
    for (int level = 0; level < 17; level++) {
      writer.op('}');
      for (String side : List.of("l", "r")) {
        writer.value(side.repeat(50)).raw('h', level).op('s');
      }
      writer.raw('q', level + 1);
    }
    Path path = file(new CheckpointWriter().file(writer.end()));
    CheckpointFile opened = CheckpointFile.open(path);
    assertThatThrownBy(() -> TensorTree.of("evil.pt", opened.root()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("8000000 letters in all");
  }

  @Test
  void open_deflatedBomb_refusesBeforeUnpacking() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("best/data.pkl", new byte[5 << 20]);
    Path path = file(CheckpointWriter.zip(entries, true));
    assertThatThrownBy(() -> CheckpointFile.open(path))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("is deflated and would become 5242880 bytes");
  }

  @Test
  void open_deflatedButModest_isRead() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("best/data.pkl", new PickleWriter().value("hello").end());
    assertThat(CheckpointFile.open(file(CheckpointWriter.zip(entries, true))).root())
        .isEqualTo(new dev.progloss.torch.pickle.PickleValue.Text("hello"));
  }

  @Test
  void open_deflatedLongerThanPromised_refuses() throws IOException {
    byte[] zip =
        CheckpointWriter.zip(Map.of("best/data.pkl", new PickleWriter().value("hi").end()), true);
    int central = ChangedArchives.find(zip, 0x02014b50);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(central + 24, bytes.getInt(central + 24) - 1);
    Path path = file(zip);
    assertThatThrownBy(() -> CheckpointFile.open(path))
        .hasMessageContaining("goes on after its promised length");
  }

  @Test
  void open_twoEntriesOfOneName_refuses() throws IOException {
    byte[] zip = new CheckpointWriter().entry("best/data.pkX", new byte[1]).file(1);
    byte[] wanted = "best/data.pkl".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + wanted.length <= zip.length; i++) {
      byte[] here = Arrays.copyOfRange(zip, i, i + wanted.length);
      if (new String(here, StandardCharsets.ISO_8859_1).equals("best/data.pkX")) {
        zip[i + wanted.length - 1] = 'l';
      }
    }
    Path path = file(zip);
    assertThatThrownBy(() -> CheckpointFile.open(path))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("two entries named best/data.pkl");
  }

  @Test
  void open_entriesOverEachOther_refuses() throws IOException {
    byte[] zip = ChangedArchives.sound();
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int first = ChangedArchives.find(zip, 0x02014b50);
    int second = first + 46 + bytes.getShort(first + 28) + bytes.getShort(first + 30);
    bytes.putInt(second + 42, bytes.getInt(first + 42)); // both begin at the same header
    Path path = file(zip);
    assertThatThrownBy(() -> CheckpointFile.open(path))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("lies over another entry");
  }

  @Test
  void read_changedNumbers_failTheirChecksum() throws IOException {
    byte[] zip = ChangedArchives.sound();
    byte[] seven = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(7).array();
    int at =
        ChangedArchives.find(zip, ByteBuffer.wrap(seven).order(ByteOrder.LITTLE_ENDIAN).getInt());
    zip[at] = 1;
    Path path = file(zip);
    assertThatThrownBy(() -> ChangedArchives.readAll(path))
        .hasMessageContaining("does not have the checksum");
  }

  @Test
  void read_cutAtEveryLength_refusesInOurWords() throws IOException {
    byte[] whole = ChangedArchives.sound();
    ChangedArchives.readAll(file(whole));
    for (int length = 0; length < whole.length; length++) {
      Path path = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ChangedArchives.readAll(path)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void read_changedAnywhere_onlyEverRefusesInOurWords() throws IOException {
    ChangedArchives.Outcome outcome = ChangedArchives.tryMany(6000, 11, folder.resolve("evil.pt"));
    assertThat(outcome.others()).isEmpty();
    assertThat(outcome.refused()).isGreaterThan(1000);
  }
}
