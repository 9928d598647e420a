package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.weights.SafetensorsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of another program, from the file to a prediction and a run that starts from them. */
final class ImportTorchTest {

  private static final String SMALL_RUN =
      "sample_train=8 sample_val=4 sample_side=64 imgsz=64 epochs=1 batch=4 plots=false";

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Main.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private int train(String name, String... more) {
    String[] fixed = SMALL_RUN.split(" ");
    return run(
        Stream.of(
                Stream.of("train", "project=" + folder, "name=" + name),
                Stream.of(fixed),
                Stream.of(more))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  /** The smallest network of three classes, written by another program. */
  private static Path foreign(String name) {
    return Goldens.projectRoot().resolve("progloss-core/src/test/resources/golden/model/" + name);
  }

  private Path imported() {
    Path model = folder.resolve("model.safetensors");
    int code =
        run("import", "source=" + foreign("weights.safetensors"), "out=" + model, "names=a,b,c");
    assertThat(code).as(said()).isZero();
    return model;
  }

  private static double[] numbers(Path file, String name) {
    try (Tensor tensor = SafetensorsFile.open(file).read(name)) {
      return Heap.doubles(tensor);
    }
  }

  @Test
  void import_foreignWeights_reportsAndKeepsEveryNumber() throws IOException {
    Path model = folder.resolve("new/folder/model.safetensors");
    Path source = foreign("weights.safetensors");
    assertThat(run("import", "--json", "source=" + source, "out=" + model, "names=a,b,c"))
        .as(said())
        .isZero();
    JsonNode report = new ObjectMapper().readTree(out.toByteArray());
    assertThat(report.get("model").asText()).isEqualTo("yolo26t");
    SafetensorsFile before = SafetensorsFile.open(source);
    assertThat(SafetensorsFile.open(model).names()).containsAll(before.names());
    for (String name : before.names()) {
      assertThat(numbers(model, name)).as(name).isEqualTo(numbers(source, name));
    }
  }

  @Test
  void train_fromImportedWeights_otherClasses_startsTheClassTowersAfresh() {
    Path model = imported();
    assertThat(train("run", "model=" + model)).as(said()).isZero();
    assertThat(said()).contains("afresh").contains("cv3");
    assertThat(
            run(
                "val",
                "model=" + folder.resolve("run/weights/last.safetensors"),
                "sample_val=4",
                "sample_side=64"))
        .as(said())
        .isZero();
  }

  @Test
  void train_pretrainedAndFrozen_keepsTheFrozenLayersToTheBit() {
    Path model = imported();
    assertThat(train("run", "model=yolo26t", "pretrained=" + model, "freeze=10"))
        .as(said())
        .isZero();
    Path last = folder.resolve("run/weights/last.safetensors");
    int frozen = 0;
    int moved = 0;
    for (String name : SafetensorsFile.open(model).names()) {
      boolean isFrozen = name.matches("model\\.[0-9]\\..*");
      if (isFrozen) {
        assertThat(numbers(last, name)).as(name).isEqualTo(numbers(model, name));
        frozen++;
      } else if (name.matches("model\\.1[0-9]\\..*\\.conv\\.weight")) {
        moved += Arrays.equals(numbers(last, name), numbers(model, name)) ? 0 : 1;
      }
    }
    assertThat(frozen).isPositive();
    assertThat(moved).isPositive();
  }

  @Test
  void import_partOfACheckpoint_isRefusedUnlessPartial() {
    Path model = folder.resolve("there/model.safetensors");
    String source = "source=" + foreign("state_part.pt");
    assertThat(run("import", source, "out=" + model, "names=a,b,c")).isEqualTo(4);
    assertThat(said()).contains("partial=true").doesNotContain("\tat ");
    assertThat(model.getParent()).doesNotExist();
    assertThat(run("import", source, "out=" + model, "names=a,b,c", "partial=true"))
        .as(said())
        .isZero();
    assertThat(model).isNotEmptyFile();
  }

  @Test
  void import_badInput_isToldAndChangesNothing() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "not a checkpoint");
    Path there = Files.writeString(folder.resolve("there.safetensors"), "mine");
    assertThat(run("import", "source=" + text, "out=" + folder.resolve("x.safetensors")))
        .isEqualTo(4);
    assertThat(said()).contains("text.pt");
    assertThat(run("import", "source=" + foreign("weights.safetensors"), "out=" + there))
        .isEqualTo(3);
    assertThat(there).hasContent("mine");
    assertThat(run("import", "source=none.pt", "out=" + folder.resolve("x.safetensors")))
        .isEqualTo(4);
    assertThat(run("import", "source=" + text, "out=x.bin")).isEqualTo(3);
    assertThat(
            run(
                "import",
                "source=" + foreign("weights.safetensors"),
                "out=" + folder.resolve("x.safetensors"),
                "names=a,b"))
        .isEqualTo(3);
    assertThat(said()).contains("3");
    assertThat(folder.resolve("x.safetensors")).doesNotExist();
  }

  @Test
  void model_ofAnotherProgram_isPointedToImport() {
    for (String command : new String[] {"val", "predict", "train"}) {
      String extra = command.equals("predict") ? "source=a.jpg" : "data=sample";
      assertThat(run(command, "model=best.pt", extra)).as(command).isEqualTo(3);
      assertThat(said()).as(command).contains("best.pt").contains("import");
    }
  }
}
