package dev.progloss.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.CheckpointWriter;
import dev.progloss.torch.testkit.PickleWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
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

  /** Opens a file and reads every tensor in it. */
  private static void readAll(Path path) {
    CheckpointFile file = CheckpointFile.open(path);
    TensorTree tree = TensorTree.of(path.toString(), file.root());
    for (StoredTensor stored : tree.tensors().values()) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor unused = file.read(stored);
      }
    }
  }

  private static byte[] sound() {
    CheckpointWriter writer = new CheckpointWriter();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("a", writer.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    root.put("b", writer.floats(new float[] {7}, 1));
    return writer.file(Map.of("model", root));
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
    int central = find(zip, 0x02014b50);
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
    byte[] zip = sound();
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int first = find(zip, 0x02014b50);
    int second = first + 46 + bytes.getShort(first + 28) + bytes.getShort(first + 30);
    bytes.putInt(second + 42, bytes.getInt(first + 42)); // both begin at the same header
    Path path = file(zip);
    assertThatThrownBy(() -> CheckpointFile.open(path))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("lies over another entry");
  }

  @Test
  void read_changedNumbers_failTheirChecksum() throws IOException {
    byte[] zip = sound();
    byte[] seven = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(7).array();
    int at = find(zip, ByteBuffer.wrap(seven).order(ByteOrder.LITTLE_ENDIAN).getInt());
    zip[at] = 1;
    Path path = file(zip);
    assertThatThrownBy(() -> readAll(path)).hasMessageContaining("does not have the checksum");
  }

  @Test
  void read_cutAtEveryLength_refusesInOurWords() throws IOException {
    byte[] whole = sound();
    readAll(file(whole));
    for (int length = 0; length < whole.length; length++) {
      Path path = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> readAll(path)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void read_changedAnywhere_onlyEverRefusesInOurWords() throws IOException {
    byte[] whole = sound();
    ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    // Without checksums the changes reach the pickle and the tensors too.
    for (int at = find(whole, 0x02014b50); bytes.getInt(at) == 0x02014b50; ) {
      bytes.putInt(at + 16, 0);
      at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30) + bytes.getShort(at + 32);
    }
    Random random = new Random(11);
    List<Throwable> others = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 6000; i++) {
      byte[] changed = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at = random.nextInt(changed.length);
        changed[at] =
            (byte)
                (random.nextBoolean() ? changed[at] ^ (1 << random.nextInt(8)) : random.nextInt());
      }
      try {
        readAll(file(changed));
      } catch (FormatException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        others.add(e);
      }
    }
    assertThat(others).isEmpty();
    assertThat(refused).isGreaterThan(1000);
  }

  private static int find(byte[] bytes, int word) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 4 <= bytes.length; at++) {
      if (buffer.getInt(at) == word) {
        return at;
      }
    }
    throw new IllegalArgumentException("no such word");
  }
}
