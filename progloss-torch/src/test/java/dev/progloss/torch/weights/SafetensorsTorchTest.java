package dev.progloss.torch.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.FormatException;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTorchTest {

  @TempDir Path folder;

  @Test
  void writeThenRead_givesBackNumbersShapesTypesAndWords() throws IOException {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("a.weight", Heap.tensor(new float[] {1.5f, -2f, 3f, 4f, 5f, 6f}, 2, 3));
      tensors.put("count", Heap.tensor(new long[] {7}, 1).squeeze());
      tensors.put("empty", Heap.tensor(new float[0], 0));
      tensors.put("bytes", Heap.tensor(new byte[] {1, 2, 3}, 3));
      Path file = folder.resolve("x.safetensors");
      Files.write(file, bytes(tensors, Map.of("names", "[\"ä\"]")));

      SafetensorsFile read = SafetensorsFile.open(file);
      assertThat(read.names()).containsExactly("count", "a.weight", "empty", "bytes");
      assertThat(read.metadata()).containsExactly(Map.entry("names", "[\"ä\"]"));
      assertThat(read.shape("count")).isEmpty();
      assertThat(read.shape("a.weight")).containsExactly(2, 3);
      assertThat(Heap.floats(read.read("a.weight"))).containsExactly(1.5f, -2f, 3f, 4f, 5f, 6f);
      assertThat(Heap.longs(read.readAll().get("count"))).containsExactly(7);
      assertThat(Heap.longs(read.read("bytes"))).containsExactly(1, 2, 3);
      assertThatThrownBy(() -> read.read("b")).hasMessageEndingWith("no tensor named b");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}     | 4 | needs 8 bytes",
        "{\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}     | 8 | unknown dtype"
            + " F99",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}    | 12 | must begin at"
            + " data byte 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}     | 6 | the file holds"
            + " 6",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}    | 8 | negative",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999999,9999999999],\"data_offsets\":[0,8]}} | 8 |"
            + " too large",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}                            | 8 | two"
            + " data_offsets",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}"
            + " | 6 | must begin at data byte 4",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}"
            + " | 4 | Duplicate field",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3000000000],\"data_offsets\":[0,3000000000]}} | 8 |"
            + " too large",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[0,9999999999],\"data_offsets\":[0,0]}} | 0 | too"
            + " large",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1e30],\"data_offsets\":[0,0]}} | 0 | must hold"
            + " VALUE_NUMBER_INT",
        "[1]                                                                  | 0 | must begin"
            + " with {",
        "{\"a\":                                                              | 0 | must be a JSON"
            + " object",
      })
  void open_brokenHeader_saysWhat(String header, int dataBytes, String said) throws IOException {
    byte[] json = header.strip().getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("broken.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("broken.safetensors")
        .hasMessageContaining(said);
  }

  @Test
  void open_lengthBeyondTheFile_allocatesNothing() throws IOException {
    Path file = folder.resolve("huge.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE).array());
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("header length 9223372036854775807 does not fit a file of 16 bytes");
  }

  @Test
  void readAll_changedHeader_onlyEverRefusesInOurWords() throws IOException {
    byte[] whole;
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("a.weight", Heap.tensor(new float[] {1.5f, -2f, 3f, 4f, 5f, 6f}, 2, 3));
      tensors.put("count", Heap.tensor(new long[] {7}, 1));
      whole = bytes(tensors, Map.of("names", "[\"ä\"]"));
    }
    Random random = new Random(5);
    List<Throwable> others = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      byte[] changed = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("changed.safetensors"), changed);
      try (TensorScope scope = TensorScope.open()) {
        Object unused = SafetensorsFile.open(file).readAll();
      } catch (FormatException e) {
        assertThat(e).hasMessageContaining("changed.safetensors");
      } catch (RuntimeException | Error e) {
        others.add(e);
      }
    }
    assertThat(others).isEmpty();
  }

  private Path headed(byte[] json) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(
        folder.resolve("hostile.safetensors"), bytes.putLong(json.length).put(json).array());
  }

  @Test
  void open_headerInAnotherEncoding_refuses() throws IOException {
    for (java.nio.charset.Charset other :
        List.of(
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            java.nio.charset.Charset.forName("UTF-32LE"))) {
      Path file = headed("{ }".getBytes(other));
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("header must begin with {, in UTF-8");
    }
  }

  @Test
  void open_manyNumbersInAShape_refusesInFewWords() throws IOException {
    Path file = headed(("{\"a\":{\"shape\":[" + "1,".repeat(100_000) + "1]}}").getBytes(UTF_8));
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("lists of more than 64 numbers");
    Path named = headed(("{\"" + "n".repeat(40_000) + "\":{\"dtype\":\"F32\"}}").getBytes(UTF_8));
    assertThatThrownBy(() -> SafetensorsFile.open(named))
        .isInstanceOf(FormatException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
  }

  @Test
  void open_missingOrTiny_saysSo() throws IOException {
    Path file = folder.resolve("tiny.safetensors");
    assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageEndingWith("no such file");
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("got 3");
  }

  @Test
  void readAll_ofReferenceWeights_andWriteAgain_isTheSame() throws IOException {
    Path golden = Goldens.path("model/weights.safetensors");
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = SafetensorsFile.open(golden).readAll();
      Path copy = folder.resolve("copy.safetensors");
      Files.write(copy, bytes(tensors, Map.of()));
      Map<String, Tensor> again = SafetensorsFile.open(copy).readAll();
      assertThat(again.keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
      for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
        assertThat(again.get(e.getKey()).equal(e.getValue())).as(e.getKey()).isTrue();
      }
    }
  }

  private static byte[] bytes(Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter.write(out, tensors, metadata);
    return out.toByteArray();
  }
}
