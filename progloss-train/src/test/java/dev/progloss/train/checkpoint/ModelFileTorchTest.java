package dev.progloss.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.Scale;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import dev.progloss.torch.weights.SafetensorsWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFileTorchTest {

  @TempDir Path folder;

  private static final ModelCard CARD =
      new ModelCard(
          Scale.S, 16, ClassNames.of("a \"quoted\" name", "käfer"), 416, Map.of("seed", "7"));

  @Test
  void write_thenOpen_sameCardAndNumbers() {
    Path file = folder.resolve("w.safetensors");
    try (TensorScope scope = TensorScope.open()) {
      ModelFile.write(file, CARD, Map.of("w", Heap.tensor(new float[] {1, 2, 3}, 3)));
      ModelFile read = ModelFile.open(file);
      assertThat(read.card()).isEqualTo(CARD);
      assertThat(Heap.floats(read.tensors().read("w"))).containsExactly(1, 2, 3);
    }
  }

  @Test
  void toMetadata_objectness_isThereOnlyWhereTheHeadHasIt() {
    assertThat(CARD.toMetadata()).doesNotContainKey("objectness");
    ModelCard with = new ModelCard(Scale.S, 16, true, CARD.classes(), 416, Map.of());
    assertThat(with.toMetadata()).containsEntry("objectness", "true");
    assertThat(ModelCard.of("w", with.toMetadata())).isEqualTo(with);
    assertThat(ModelCard.of("w", CARD.toMetadata())).isEqualTo(CARD);
  }

  @Test
  void open_otherWeights_saysWhatIsMissing() throws Exception {
    assertRefused(Map.of("format", "pt"), "must say format progloss.detector");
  }

  @Test
  void open_laterVersion_saysSo() throws Exception {
    assertRefused(changed("format_version", "3"), "written by a later release");
  }

  @Test
  void open_firstVersionWithoutChecksum_isRead() throws Exception {
    Path file = folder.resolve("old.safetensors");
    try (InputStream old = GoldenTensors.class.getResourceAsStream("version-1.safetensors")) {
      Files.copy(old, file);
    }
    assertThat(ModelFile.open(file).card())
        .isEqualTo(
            new ModelCard(Scale.T, 1, ClassNames.of("cat", "käfer"), 64, Map.of("seed", "7")));
  }

  @Test
  void open_brokenFields_saysWhich() throws Exception {
    assertRefused(changed("objectness", "maybe"), "objectness must be true or false");
    assertRefused(changed("imgsz", "wide"), "imgsz must be a whole number");
    assertRefused(changed("names", "[1]"), "names must be a JSON list of words");
    assertRefused(changed("model", "yolo26q"), "model must be one of");
    assertRefused(changed("reg_max", "2147483647"), "reg_max must be a whole number of 1 to 1024");
    assertRefused(changed("imgsz", "2147483616"), "imgsz must be a whole number of 1 to 16384");
    assertRefused(changed("imgsz", "100"), "imgsz must be a multiple of 32");
    assertRefused(
        changed("names", "[" + "\"a\",".repeat(100_000) + "\"a\"]"), "at most 100000 classes");
  }

  @Test
  void open_missingFile_saysSo() {
    assertThatThrownBy(() -> ModelFile.open(folder.resolve("none.safetensors")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("no such file");
  }

  private static Map<String, String> changed(String key, String text) {
    Map<String, String> metadata = new LinkedHashMap<>(CARD.toMetadata());
    metadata.put(key, text);
    return metadata;
  }

  private void assertRefused(Map<String, String> metadata, String message) throws Exception {
    Path file = folder.resolve("bad.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      SafetensorsWriter.write(out, Map.of(), metadata);
    }
    assertThatThrownBy(() -> ModelFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("bad.safetensors")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
  }
}
