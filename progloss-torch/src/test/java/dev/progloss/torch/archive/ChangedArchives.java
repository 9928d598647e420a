package dev.progloss.torch.archive;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.CheckpointWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/** Reads a sound {@code .pt} with some of its bytes changed, many times. */
final class ChangedArchives {

  private static final int CENTRAL_ENTRY = 0x02014b50;

  private ChangedArchives() {}

  /**
   * What became of the tries.
   *
   * @param refused how many ended in a {@link FormatException}; the rest was read
   * @param others every other exception or error: there must be none
   */
  record Outcome(int refused, List<Throwable> others) {}

  /** The bytes of a checkpoint with two tensors. */
  static byte[] sound() {
    CheckpointWriter writer = new CheckpointWriter();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("a", writer.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    root.put("b", writer.floats(new float[] {7}, 1));
    return writer.file(Map.of("model", root));
  }

  /** Opens a file and reads every tensor in it. */
  static void readAll(Path path) {
    CheckpointFile file = CheckpointFile.open(path);
    TensorTree tree = TensorTree.of(path.toString(), file.root());
    for (StoredTensor stored : tree.tensors().values()) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor unused = file.read(stored);
      }
    }
  }

  /** Changes one to three bytes of the sound file, {@code tries} times, and reads what came out. */
  static Outcome tryMany(int tries, long seed, Path path) throws IOException {
    byte[] whole = withoutChecksums(sound());
    Random random = new Random(seed);
    List<Throwable> others = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < tries; i++) {
      Files.write(path, changed(whole, random));
      try {
        readAll(path);
      } catch (FormatException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        others.add(e);
      }
    }
    return new Outcome(refused, others);
  }

  private static byte[] changed(byte[] whole, Random random) {
    byte[] changed = whole.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      int at = random.nextInt(changed.length);
      changed[at] =
          (byte) (random.nextBoolean() ? changed[at] ^ (1 << random.nextInt(8)) : random.nextInt());
    }
    return changed;
  }

  /** So that changes reach the pickle and the tensors too. */
  private static byte[] withoutChecksums(byte[] whole) {
    ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = find(whole, CENTRAL_ENTRY); bytes.getInt(at) == CENTRAL_ENTRY; ) {
      bytes.putInt(at + 16, 0);
      at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30) + bytes.getShort(at + 32);
    }
    return whole;
  }

  /** Where a little-endian word first stands. */
  static int find(byte[] bytes, int word) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 4 <= bytes.length; at++) {
      if (buffer.getInt(at) == word) {
        return at;
      }
    }
    throw new IllegalArgumentException("no such word");
  }
}
