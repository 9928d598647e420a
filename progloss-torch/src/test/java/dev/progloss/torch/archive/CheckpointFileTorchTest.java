package dev.progloss.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.pickle.PickleValue;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.CheckpointWriter;
import dev.progloss.torch.testkit.PickleWriter;
import dev.progloss.torch.testkit.PickleWriter.Part;
import dev.progloss.torch.testkit.PickleWriter.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTorchTest {

  @TempDir Path folder;

  private CheckpointFile open(byte[] bytes) throws IOException {
    return CheckpointFile.open(Files.write(folder.resolve("best.pt"), bytes));
  }

  private float[] read(CheckpointFile file, String name) {
    TensorTree tree = TensorTree.of("best.pt", file.root());
    try (TensorScope scope = TensorScope.open()) {
      Tensor tensor = file.read(tree.tensors().get(name));
      assertThat(tensor.is_contiguous()).isTrue();
      return Heap.floats(tensor);
    }
  }

  /** The bytes 0, 1, 2, ... */
  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void read_everyKind_givesTheNumbers() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    Map<String, Object> root = new LinkedHashMap<>();
    // 1.5 is 0x3e00 in float16 and 0x3fc0 in bfloat16; little-endian.
    root.put("half", one(writer, "HalfStorage", new byte[] {0, 0x3e}));
    root.put("bfloat", one(writer, "BFloat16Storage", new byte[] {(byte) 0xc0, 0x3f}));
    root.put(
        "double", one(writer, "DoubleStorage", new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 63}));
    root.put("long", one(writer, "LongStorage", new byte[] {7, 0, 0, 0, 0, 0, 0, 0}));
    root.put("int", one(writer, "IntStorage", new byte[] {-1, -1, -1, -1}));
    root.put("short", one(writer, "ShortStorage", new byte[] {2, 1}));
    root.put("char", one(writer, "CharStorage", new byte[] {-3}));
    root.put("byte", one(writer, "ByteStorage", new byte[] {-3}));
    root.put("bool", one(writer, "BoolStorage", new byte[] {1}));
    CheckpointFile file = open(writer.file(root));
    assertThat(read(file, "half")).containsExactly(1.5f);
    assertThat(read(file, "bfloat")).containsExactly(1.5f);
    assertThat(read(file, "double")).containsExactly(1.5f);
    assertThat(read(file, "long")).containsExactly(7);
    assertThat(read(file, "int")).containsExactly(-1);
    assertThat(read(file, "short")).containsExactly(258);
    assertThat(read(file, "char")).containsExactly(-3);
    assertThat(read(file, "byte")).containsExactly(253);
    assertThat(read(file, "bool")).containsExactly(1);
  }

  private static Part one(CheckpointWriter writer, String kind, byte[] bytes) {
    return CheckpointWriter.view(kind, writer.storage(bytes), 1, 0, List.of(1), List.of(1));
  }

  @Test
  void read_viewsOfOneStorage_followsOffsetAndStrides() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    String key = writer.storage(counting(12));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("plain", view(key, 0, List.of(3, 4), List.of(4, 1)));
    root.put("transposed", view(key, 0, List.of(4, 3), List.of(1, 4)));
    root.put("row", view(key, 4, List.of(4), List.of(1)));
    root.put("every", view(key, 1, List.of(3), List.of(5)));
    root.put("expanded", view(key, 2, List.of(2, 2), List.of(0, 1)));
    // [1, 2, 2, 3] channels last: strides 12, 1, 6, 2.
    root.put("last", view(key, 0, List.of(1, 2, 2, 3), List.of(12, 1, 6, 2)));
    root.put("empty", view(key, 0, List.of(0, 3), List.of(3, 1)));
    root.put("scalar", view(key, 11, List.of(), List.of()));
    CheckpointFile file = open(writer.file(root));
    assertThat(read(file, "plain")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(read(file, "transposed")).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
    assertThat(read(file, "row")).containsExactly(4, 5, 6, 7);
    assertThat(read(file, "every")).containsExactly(1, 6, 11);
    assertThat(read(file, "expanded")).containsExactly(2, 3, 2, 3);
    assertThat(read(file, "last")).containsExactly(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11);
    assertThat(read(file, "empty")).isEmpty();
    assertThat(read(file, "scalar")).containsExactly(11);
  }

  private static Part view(String key, int offset, List<Integer> shape, List<Integer> strides) {
    return CheckpointWriter.view("ByteStorage", key, 12, offset, shape, strides);
  }

  @Test
  void read_bigEndianFile_turnsTheBytes() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    writer.entry("best/byteorder", new byte[] {'b', 'i', 'g'});
    Part tensor = one(writer, "FloatStorage", new byte[] {0x3f, (byte) 0xc0, 0, 0});
    assertThat(read(open(writer.file(Map.of("a", tensor))), "a")).containsExactly(1.5f);
  }

  @Test
  void tree_ofAModule_hasTheNamesOfItsStateDict() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    Part weight = writer.floats(new float[] {1, 2}, 2);
    Part parameter =
        w -> w.call("torch._utils", "_rebuild_parameter", weight, true, PickleWriter.none());
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("_parameters", Map.of("weight", parameter));
    Map<String, Object> buffers = new LinkedHashMap<>();
    buffers.put("mean", writer.floats(new float[] {3}, 1));
    buffers.put("passing", writer.floats(new float[] {4}, 1));
    inner.put("_buffers", buffers);
    inner.put(
        "_non_persistent_buffers_set", (Part) w -> w.call("builtins", "set", List.of("passing")));
    Map<String, Object> outer = new LinkedHashMap<>();
    outer.put("_modules", Map.of("conv", module("some.Conv", inner)));
    outer.put("names", Map.of(0, "cat"));
    CheckpointFile file = open(writer.file(Map.of("model", module("some.Net", outer))));
    PickleValue model = TensorTree.attribute(file.root(), "model");
    TensorTree tree = TensorTree.of("best.pt", model);
    assertThat(tree.tensors().keySet()).containsExactly("conv.weight", "conv.mean");
    assertThat(tree.skipped()).isEmpty();
    assertThat(TensorTree.attribute(model, "names")).isInstanceOf(PickleValue.Mapping.class);
  }

  private static Part module(String path, Map<String, Object> state) {
    return w -> w.global(path, "Net").value(Tuple.of()).raw(0x81).value(state).op('b');
  }

  @Test
  void tree_unreadableKinds_areListedWithTheReason() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("quantised", (Part) w -> w.call("torch._utils", "_rebuild_qtensor", 1));
    root.put("complex", one(writer, "ComplexFloatStorage", new byte[8]));
    root.put("beyond", view(writer.storage(counting(12)), 10, List.of(3), List.of(1)));
    // Nothing is in it, but LibTorch would make strides of its other sides.
    root.put("wide", view("0", 0, List.of(0, 1 << 30, 1 << 30, 1 << 30), List.of(1, 1, 1, 1)));
    root.put("vast", view("0", 0, List.of(1 << 30, 1 << 30, 1 << 30), List.of(0, 0, 0)));
    TensorTree tree = TensorTree.of("best.pt", open(writer.file(root)).root());
    assertThat(tree.tensors()).isEmpty();
    assertThat(tree.skipped().keySet())
        .containsExactly("quantised", "complex", "beyond", "wide", "vast");
    assertThat(tree.skipped().get("complex")).contains("torch.ComplexFloatStorage");
    assertThat(tree.skipped().get("beyond")).contains("does not lie inside its storage");
    assertThat(tree.skipped().get("wide")).contains("does not lie inside its storage");
  }

  @Test
  void tree_moduleThatHoldsItself_isRefused() throws IOException {
    byte[] pickle = new PickleWriter().op('}').raw('q', 0).value("again").raw('h', 0).op('s').end();
    PickleValue root = open(new CheckpointWriter().file(pickle)).root();
    assertThatThrownBy(() -> TensorTree.of("best.pt", root))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("nest at most 64 deep");
  }

  @Test
  void tree_dictionariesDoubled_isRefusedSoon() throws IOException {
    PickleWriter writer = new PickleWriter().op('}').raw('q', 0);
    for (int i = 0; i < 60; i++) { // 2^60 paths
      writer.op('}').op('(').value("a").raw('h', i).value("b").raw('h', i).op('u').raw('q', i + 1);
    }
    PickleValue root = open(new CheckpointWriter().file(writer.end())).root();
    assertThatThrownBy(() -> TensorTree.of("best.pt", root))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("at most 200000 things");
  }

  @Test
  void read_storageShorterThanItsTensor_refuses() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    Part tensor =
        CheckpointWriter.view(
            "FloatStorage", writer.storage(new byte[8]), 3, 0, List.of(3), List.of(1));
    CheckpointFile file = open(writer.file(Map.of("a", tensor)));
    assertThatThrownBy(() -> read(file, "a"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("storage 0 must have 3 numbers of 4 bytes, got 8 bytes");
  }

  @Test
  void read_expandedFarBeyondTheFile_refuses() throws IOException {
    CheckpointWriter writer = new CheckpointWriter();
    Part tensor =
        CheckpointWriter.view(
            "ByteStorage", writer.storage(new byte[1]), 1, 0, List.of(100 << 20), List.of(0));
    CheckpointFile file = open(writer.file(Map.of("a", tensor)));
    assertThatThrownBy(() -> read(file, "a"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("far more numbers than the file");
  }

  @Test
  void open_whatIsNoCheckpoint_saysWhatItIs() throws IOException {
    assertThatThrownBy(() -> open(new PickleWriter().value(1).end()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("bare pickle");
    assertThatThrownBy(() -> open(new byte[100])).hasMessageContaining("must be a zip file");
    assertThatThrownBy(() -> open(new byte[0])).hasMessageContaining("must be a zip file");
    CheckpointWriter script = new CheckpointWriter().entry("best/constants.pkl", new byte[1]);
    assertThatThrownBy(() -> open(script.file(1))).hasMessageContaining("TorchScript");
    assertThatThrownBy(() -> open(CheckpointWriter.zip(Map.of("a/x", new byte[1]), false)))
        .hasMessageContaining("must have one data.pkl, got 0");
    assertThatThrownBy(() -> CheckpointFile.open(folder.resolve("none.pt")))
        .hasMessageContaining("no such file");
  }
}
