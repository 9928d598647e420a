package dev.progloss.torch.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.zip.CRC32C;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No damaged file is believed. */
final class FileChecksumTorchTest {

  @TempDir Path folder;

  @Test
  void write_anything_holdsTheSumOfAllItsBytes() throws IOException {
    byte[] bytes = modelLike("progloss.detector");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int digits = text.indexOf("progloss.crc32c") + "progloss.crc32c\":\"".length();
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, digits);
    sum.update("00000000".getBytes(StandardCharsets.US_ASCII));
    sum.update(bytes, digits + 8, bytes.length - digits - 8);
    assertThat(text.substring(digits, digits + 8)).isEqualTo(String.format("%08x", sum.getValue()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"progloss.detector", "progloss.resume", "pt", ""})
  void open_anyBitOfTheHeaderFlipped_isRefused(String format) throws IOException {
    byte[] bytes = modelLike(format);
    int header = 8 + headerLength(bytes);
    List<Integer> believed = new ArrayList<>();
    for (int bit = 0; bit < 8 * header; bit++) {
      if (!isRefused(flipped(bytes, bit))) {
        believed.add(bit);
      }
    }
    assertThat(believed).isEmpty();
  }

  @Test
  void open_anyBitOfTheDataFlipped_isRefused() throws IOException {
    byte[] bytes = modelLike("progloss.detector");
    int header = 8 + headerLength(bytes);
    Random random = new Random(3);
    List<Integer> believed = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      int bit = 8 * header + random.nextInt(8 * (bytes.length - header));
      if (!isRefused(flipped(bytes, bit))) {
        believed.add(bit);
      }
    }
    assertThat(believed).isEmpty();
  }

  @Test
  void open_cutAnywhereOrLonger_isRefused() throws IOException {
    byte[] bytes = modelLike("progloss.detector");
    List<Integer> believed = new ArrayList<>();
    for (int length = 0; length <= bytes.length + 8; length++) {
      if (length != bytes.length && !isRefused(Arrays.copyOf(bytes, length))) {
        believed.add(length);
      }
    }
    assertThat(believed).isEmpty();
  }

  @Test
  void open_blockOfZerosOrAnotherBlock_isRefused() throws IOException {
    byte[] bytes = modelLike("progloss.detector");
    int block = 64;
    for (int at = 0; at + block <= bytes.length; at += block) {
      byte[] zeroed = bytes.clone();
      Arrays.fill(zeroed, at, at + block, (byte) 0);
      assertThat(isRefused(zeroed)).as("zeros at %d", at).isTrue();
      byte[] moved = bytes.clone();
      System.arraycopy(bytes, (at + block) % (bytes.length - block), moved, at, block);
      assertThat(isRefused(moved)).as("another at %d", at).isTrue();
    }
  }

  @Test
  void open_damaged_saysWhatAndWhatToDo() throws IOException {
    byte[] bytes = modelLike("progloss.detector");
    Path file = Files.write(folder.resolve("w.safetensors"), flipped(bytes, 8 * bytes.length - 1));
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(file + ": its checksum must be ")
        .hasMessageEndingWith("was damaged or changed after it was written: take another");
  }

  @Test
  void open_ownOfTheFirstVersion_needsNoChecksum() throws IOException {
    Path file = folder.resolve("old.safetensors");
    try (InputStream old = GoldenTensors.class.getResourceAsStream("version-1.safetensors")) {
      Files.copy(old, file);
    }
    try (TensorScope scope = TensorScope.open()) {
      SafetensorsFile read = SafetensorsFile.open(file);
      assertThat(read.metadata())
          .containsEntry("format_version", "1")
          .containsEntry("names", "[\"cat\",\"käfer\"]");
      assertThat(Heap.floats(read.read("model.0.conv.weight")))
          .containsExactly(1.5f, -2f, 3f, 4f, 5f, 6f);
    }
  }

  @Test
  void open_ownOfALaterVersionWithoutChecksum_isRefused() throws IOException {
    assertThatThrownBy(
            () -> open("{\"__metadata__\":{\"format\":\"progloss.x\",\"format_version\":\"2\"}}"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("metadata must have progloss.crc32c and progloss.checksum");
  }

  @Test
  void open_checksumOfAnotherKindOrPlace_isRefused() {
    assertThatThrownBy(
            () ->
                open(
                    "{\"__metadata__\":{\"progloss.crc32c\":\"00000000\",\"progloss.checksum\":"
                        + "\"sha\"}}"))
        .hasMessageContaining("progloss.checksum must be crc32c, got sha");
    assertThatThrownBy(
            () ->
                open(
                    "{\"__metadata__\":{\"a\":\"\",\"progloss.crc32c\":\"00000000\","
                        + "\"progloss.checksum\":\"crc32c\"}}"))
        .hasMessageContaining("metadata must begin with progloss.crc32c");
  }

  @Test
  void open_foreign_needsNoChecksum() throws IOException {
    assertThat(open("{\"__metadata__\":{\"format\":\"pt\"}}").names()).isEmpty();
    assertThat(open("{}").metadata()).isEmpty();
  }

  @Test
  void write_keysOfTheChecksumInMetadata_isABug() {
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    new ByteArrayOutputStream(), Map.of(), Map.of("progloss.crc32c", "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private SafetensorsFile open(String header) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(8 + json.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array();
    return SafetensorsFile.open(Files.write(folder.resolve("x.safetensors"), bytes));
  }

  private boolean isRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged.safetensors"), bytes);
    try {
      SafetensorsFile.open(file);
      return false;
    } catch (FormatException e) {
      return e.getMessage().startsWith(file + ": ");
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  private static int headerLength(byte[] bytes) {
    return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** Weights, a running count, a flag; names with what JSON must escape. */
  private static byte[] modelLike(String format) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!format.isEmpty()) {
      metadata.put("format", format);
      metadata.put("format_version", "2");
      metadata.put("names", "[\"a \\\"quoted\\\" name\",\"käfer\"]");
      metadata.put("provenance.seed", "7");
    }
    Random random = new Random(1);
    float[] numbers = new float[600];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("model.0.conv.weight", Heap.tensor(numbers, 20, 3, 10));
      tensors.put("model.0.bn.num_batches_tracked", Heap.tensor(new long[] {7}, 1).squeeze());
      tensors.put("model.1.bias", Heap.tensor(new float[] {0, 1, 2}, 3));
      tensors.put("flags", Heap.tensor(new byte[] {1, 0, 1}, 3));
      SafetensorsWriter.write(out, tensors, metadata);
    }
    return out.toByteArray();
  }
}
