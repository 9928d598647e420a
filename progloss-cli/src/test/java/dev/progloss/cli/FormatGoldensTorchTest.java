package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.testkit.Goldens;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.train.checkpoint.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every release so far: this one reads them, and goes on with what they left. */
final class FormatGoldensTorchTest {

  private static final List<String> TEXTS = List.of("config.yaml", "journal.jsonl", "results.csv");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  static List<Path> releases() throws IOException {
    Path all = Goldens.projectRoot().resolve("progloss-cli/src/test/resources/formats");
    try (Stream<Path> folders = Files.list(all)) {
      return folders.sorted().toList();
    }
  }

  @Test
  void releases_includeTheFirst() throws IOException {
    assertThat(releases()).extracting(path -> path.getFileName().toString()).contains("0.1.0");
  }

  @ParameterizedTest
  @MethodSource("releases")
  void settings_areTakenAsTheyWere(Path release) {
    run("config", "config=" + release.resolve("config.yaml"));
    String table = out.toString(StandardCharsets.UTF_8);
    assertThat(table).containsPattern("imgsz: +64 ").containsPattern("seed: +5 ");
  }

  @ParameterizedTest
  @MethodSource("releases")
  void journalAndTable_areReadWhole(Path release) throws IOException {
    List<Map<String, Object>> records = JournalReader.read(release.resolve("journal.jsonl"));
    assertThat(records)
        .hasSameSizeAs(Files.readAllLines(release.resolve("journal.jsonl")))
        .extracting(record -> record.get("kind"))
        .startsWith("start", "step", "step")
        .contains("eval");
    assertThat(records.get(1).get("raw")).asString().contains("o2m/cls=", "o2o/box=");
    assertThat(Files.readAllLines(release.resolve("results.csv")).get(0))
        .startsWith("epoch,time,")
        .contains("train/box_loss", "metrics/mAP50(B)", "metrics/mAP50-95(B)", "lr/pg0");
  }

  @ParameterizedTest
  @MethodSource("releases")
  void weights_haveTheirCardAndNumbersAndServe(Path release) throws IOException {
    Path run = unpacked(release);
    for (String which : List.of("best", "last")) {
      Path file = run.resolve("weights/" + which + ".safetensors");
      ModelFile model = ModelFile.open(file);
      assertThat(model.card().scale().modelName()).isEqualTo("yolo26t");
      assertThat(model.card().imageSide()).isEqualTo(64);
      assertThat(model.card().provenance()).containsKeys("trained_by", "seed", "steps");
      requirePattern(model.tensors(), "model.0.conv.weight");
      run("val", "model=" + file, "data=sample", "sample_val=2", "sample_side=64");
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void stoppedRun_isResumedToItsEnd(Path release) throws IOException {
    Path run = unpacked(release);
    Path resume = run.resolve("weights/resume.safetensors");
    requirePattern(SafetensorsFile.open(resume), "live.model.0.conv.weight");
    run("train", "resume=" + run);
    assertThat(resume).doesNotExist(); // its place was taken by generations
    assertThat(run.resolve("weights/state")).isNotEmptyDirectory();
    List<Map<String, Object>> records = JournalReader.read(run.resolve("journal.jsonl"));
    assertThat(records)
        .filteredOn(record -> "step".equals(record.get("kind")))
        .extracting(record -> ((Double) record.get("step")).intValue())
        .hasSize(24) // 12 epochs of two batches
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(Files.readAllLines(run.resolve("results.csv"))).hasSize(13);
  }

  private static void requirePattern(SafetensorsFile file, String name) {
    try (TensorScope scope = TensorScope.open()) {
      float[] values = Heap.floats(file.readAll().get(name));
      assertThat(values.length).isGreaterThan(100);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isEqualTo(FormatGoldensWriter.value(name, i));
      }
    }
  }

  /** A copy of the run, to be written into. */
  private Path unpacked(Path release) throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Path weights = Files.createDirectories(run.resolve("weights"));
    for (String text : TEXTS) {
      Files.copy(release.resolve(text), run.resolve(text));
    }
    try (InputStream in = Files.newInputStream(release.resolve(FormatGoldensWriter.WEIGHTS));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, weights.resolve(entry.getName()));
      }
    }
    return run;
  }

  private void run(String... arguments) {
    int code =
        Main.execute(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
  }
}
