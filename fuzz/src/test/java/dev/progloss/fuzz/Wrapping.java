package dev.progloss.fuzz;

import dev.progloss.torch.testkit.CheckpointWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Files of which the part that matters is the input, so that changes reach it. */
final class Wrapping {

  private Wrapping() {}

  /**
   * Every other weight file gets a header length that fits: up to the last brace. The others keep
   * what they say.
   */
  static byte[] withLength(byte[] input) {
    int end = input.length - 1;
    while (end >= 8 && input[end] != '}') {
      end--;
    }
    if (end < 8 || Arrays.hashCode(input) % 2 == 0) {
      return input;
    }
    byte[] file = input.clone();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, end - 7L);
    return file;
  }

  /** A weight file without tensors whose metadata is the input. */
  static byte[] asMetadata(byte[] input) {
    byte[] head = Target.utf8("{\"__metadata__\":");
    ByteBuffer file =
        ByteBuffer.allocate(8 + head.length + input.length + 1).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(head.length + input.length + 1L)
        .put(head)
        .put(input)
        .put((byte) '}')
        .array();
  }

  /** A checkpoint with two storages of 64 bytes whose pickle is the input. */
  static byte[] asCheckpoint(byte[] input) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("best/data.pkl", input);
    entries.put("best/data/0", new byte[64]);
    entries.put("best/data/1", new byte[64]);
    return CheckpointWriter.zip(entries, false);
  }

  /** What gzip makes of the input; every 16th one is taken as if it had made it. */
  static byte[] zipped(byte[] input) {
    if (Arrays.hashCode(input) % 16 == 0) {
      return input;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(file)) {
      zip.write(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory never fails
    }
    return file.toByteArray();
  }
}
