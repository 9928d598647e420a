package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gives one clear message and the right exit code, and leaves files as they were. */
final class BadInputTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path data;
  private Path runs;

  @BeforeEach
  void writeData() {
    data = folder.resolve("data");
    runs = folder.resolve("runs");
    assertThat(run("sample", "out=" + data, "sample_train=3", "sample_val=2", "sample_side=64"))
        .isZero();
    err.reset();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs=0 | epochs must be a whole number of at least 1, got '0'",
        "epochs=-3 | epochs must be a whole number of at least 1, got '-3'",
        "epochs=many | epochs must be a whole number",
        "batch=0 | batch must be",
        "imgsz=100 | imgsz must be a multiple of 32, got 100",
        "lr0=NaN | lr0 must be a finite number, got 'NaN'",
        "lr0=-1 | lr0: must be finite and > 0",
        "mosaic=2 | mosaic must be in 0..1",
        "scale=NaN | scale must be a finite number",
        "model=yolo26q | model must be one of yolo26t, yolo26n",
        "learning_rate=1 | no such key. Did you mean",
        "epochs | argument must be key=value",
        "optimizer=Adam | optimizer must be one of MuSGD, SGD, AdamW",
        "preset=all | preset must be one of off, terms, branches, both",
        "device=cuda:7 | no CUDA device was found",
        "progloss.terms.cls=linear(2,-1) | must not be negative anywhere",
        "progloss.terms.cls=linear(2,NaN) | progloss.terms.cls",
        "progloss.branches.o2o=linear(0.2 | progloss.branches.o2o",
        "reg_max=0 | reg_max must be",
        "stal_below=32 | stal_below, stal_to",
        "warmup_epochs=-1 | warmupEpochs",
        "batch=4000000 | needs at least",
        "plots=maybe | plots must be true or false, got 'maybe'",
        "profile=maybe | profile must be true or false, got 'maybe'",
        "amp=maybe | amp must be auto, true or false, got 'maybe'",
        "config=nowhere.yaml | nowhere.yaml: no such settings file",
      })
  void train_wrongSetting_exits3(String argument, String message) {
    assertRefused(3, message, argument);
  }

  @Test
  void train_missingYaml_exits4() {
    assertRefused(4, "not found; name the data.yaml", "data=" + folder.resolve("none.yaml"));
  }

  @Test
  void train_missingWeights_exits4() {
    assertRefused(4, "none.safetensors: no such file", "model=none.safetensors");
  }

  @Test
  void resume_noRun_exits3() {
    assertThat(run("train", "resume=" + folder.resolve("nowhere"))).isEqualTo(3);
    assertThat(text(err)).contains("is not the folder of a run");
  }

  @Test
  void train_malformedYaml_exits4WithLine() throws IOException {
    Path yaml = Files.writeString(folder.resolve("bad.yaml"), "train: [a\nval: b\n");
    assertRefused(4, "bad.yaml:", "data=" + yaml);
  }

  @Test
  void train_emptySplit_exits4() throws IOException {
    Files.createDirectories(data.resolve("images/none"));
    Path yaml = data.resolve("data.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("images/val", "images/none"));
    assertRefused(4, "no pictures in", "data=" + yaml);
  }

  @Test
  void train_classOutOfRange_exits4WithFileAndLine() throws IOException {
    Path label = data.resolve("labels/train/train-000000.txt");
    Files.writeString(label, "0 0.5 0.5 0.2 0.2\n99 0.5 0.5 0.2 0.2\n");
    assertRefused(4, "train-000000.txt:2", "data=" + data.resolve("data.yaml"));
  }

  @Test
  void train_corruptPicture_exits4() throws IOException {
    Files.writeString(data.resolve("images/train/train-000001.png"), "not a picture");
    assertRefused(4, "train-000001.png", "data=" + data.resolve("data.yaml"));
  }

  @Test
  void train_projectIsAFile_exits3() throws IOException {
    runs = Files.writeString(folder.resolve("taken"), "mine");
    assertRefused(3, "cannot be made", "data=" + data.resolve("data.yaml"));
    assertThat(runs).hasContent("mine");
  }

  @Test
  void train_takenName_exits3AndLeavesIt() throws IOException {
    Path mine = Files.createDirectories(runs.resolve("mine"));
    Files.writeString(mine.resolve("results.csv"), "keep");
    assertRefused(3, "exists already", "data=" + data.resolve("data.yaml"), "name=mine");
  }

  @Test
  void train_diverging_exits5AndNamesTheStep() {
    int code =
        run(
            "train",
            "data=" + data.resolve("data.yaml"),
            "model=yolo26t",
            "imgsz=64",
            "epochs=4",
            "batch=2",
            "lr0=1e30",
            "warmup_epochs=0",
            "clip=1e30",
            "plots=false",
            "project=" + runs);
    assertThat(text(err)).contains("at step").contains("last finite step").doesNotContain("\tat ");
    assertThat(code).isEqualTo(5);
    assertThat(runs.resolve("train/weights/last.safetensors")).exists();
  }

  @Test
  void train_skip_leavesTheBadOut() throws IOException {
    Files.writeString(data.resolve("labels/train/train-000000.txt"), "99 0.5 0.5 0.2 0.2\n");
    int code =
        run(
            "train",
            "data=" + data.resolve("data.yaml"),
            "on_error=skip",
            "model=yolo26t",
            "imgsz=64",
            "epochs=1",
            "batch=2",
            "plots=false",
            "project=" + runs);
    assertThat(code).as(text(err)).isZero();
    assertThat(text(err)).contains("train-000000.txt:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predict | 3 | model must name weights",
        "predict model=a.safetensors | 3 | source is missing",
        "predict model=a.safetensors source=. conf=2 | 3 | conf must be in 0..1",
        "predict model=a.safetensors source=nothing*.png | 4 | no picture there",
        "val model=best.pt | 3 | progloss import source=best.pt",
        "val model=best.bin | 3 | model must name weights",
        "val model=a.safetensors | 4 | a.safetensors: no such file",
        "val split=all | 3 | split must be one of",
        "eval gt=a.json | 3 | dt is missing",
        "eval gt=a.json dt=b.json | 4 | a.json",
        "sample | 3 | out must name a folder",
      })
  void otherCommands_wrongInput_sayWhat(String line, int code, String message) {
    assertThat(run(line.split(" "))).isEqualTo(code);
    assertThat(text(err)).contains(message).doesNotContain("\tat ");
  }

  @Test
  void unknownCommand_exits2() {
    assertThat(run("teach")).isEqualTo(2);
  }

  private void assertRefused(int code, String message, String... arguments) {
    Map<String, String> before = contents();
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    all.add("project=" + runs);
    int got = run(all.toArray(new String[0]));
    assertThat(text(err)).contains(message).doesNotContain("\tat ");
    assertThat(got).isEqualTo(code);
    assertThat(contents()).isEqualTo(before);
  }

  /** Every file with its bytes; empty folders do not count. */
  private Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return contents;
  }

  private int run(String... arguments) {
    return Main.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
