package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One short run through the command line, and what the other commands make of it. */
final class TrainedTorchTest {

  @TempDir static Path folder;

  private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
  private static final ByteArrayOutputStream ERR = new ByteArrayOutputStream();
  private static String trained;

  @BeforeAll
  static void train() {
    assertThat(
            run(
                "sample",
                "out=" + folder.resolve("data"),
                "sample_train=8",
                "sample_val=4",
                "sample_side=64"))
        .isZero();
    assertThat(
            run(
                "train",
                "data=" + folder.resolve("data/data.yaml"),
                "model=yolo26t",
                "imgsz=64",
                "epochs=3",
                "batch=4",
                "seed=5",
                "val_period=1",
                "save_json=true",
                "project=" + folder.resolve("runs")))
        .as(ERR.toString(StandardCharsets.UTF_8))
        .isZero();
    trained = OUT.toString(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void clear() {
    OUT.reset();
    ERR.reset();
  }

  private static Path run() {
    return folder.resolve("runs/train");
  }

  private static String weights() {
    return "model=" + run().resolve("weights/best.safetensors");
  }

  @Test
  void train_inAPipe_printsPlainLines() {
    assertThat(trained).doesNotContain("\033").doesNotContain("\r");
    assertThat(trained.lines().filter(line -> line.startsWith("epoch "))).hasSize(3);
    assertThat(trained.lines().filter(line -> line.startsWith("val "))).hasSize(3);
  }

  @Test
  void train_leavesEveryFile() throws Exception {
    List<String> files =
        List.of(
            "config.yaml",
            "journal.jsonl",
            "results.csv",
            "weights/best.safetensors",
            "weights/last.safetensors");
    for (String file : files) {
      assertThat(run().resolve(file)).isNotEmptyFile();
    }
    for (String picture :
        List.of(
            "losses",
            "shares",
            "precision",
            "errors_over_epochs",
            "calibration",
            "precision_recall",
            "confusion",
            "confidence",
            "class_precision",
            "errors",
            "train_batch",
            "val_predictions")) {
      Path file = run().resolve(picture + ".png");
      assertThat(ImageIO.read(file.toFile()).getWidth()).as(picture).isGreaterThan(500);
    }
    List<String> rows = Files.readAllLines(run().resolve("results.csv"));
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0))
        .startsWith("epoch,time,train/box_loss,train/cls_loss,train/dfl_loss,metrics/mAP50(B)");
  }

  @Test
  void config_ofARun_repeatsIt() throws Exception {
    assertThat(run("train", "config=" + run().resolve("config.yaml"), "plots=false", "name=again"))
        .isZero();
    assertThat(folder.resolve("runs/again/journal.jsonl"))
        .hasSameBinaryContentAs(run().resolve("journal.jsonl"));
  }

  @Test
  void train_profiled_tellsWhereTheTimeGoesAndEndsWithTheSameBytes() throws Exception {
    String config = "config=" + run().resolve("config.yaml");
    assertThat(run("train", config, "plots=false", "profile=true", "name=profiled")).isZero();
    Path profiled = folder.resolve("runs/profiled");
    for (String file : List.of("journal.jsonl", "weights/best.safetensors")) {
      assertThat(profiled.resolve(file)).hasSameBinaryContentAs(run().resolve(file));
    }
    assertThat(OUT.toString(StandardCharsets.UTF_8))
        .containsPattern("(?m)^where a step's time goes +of steps +of run +median ms +steps$")
        .containsPattern("(?m)^forward +[0-9.]+ % +[0-9.]+ % +[0-9.]+ +6$")
        .containsPattern("(?m)^evaluation +[0-9.]+ % +[0-9.]+ +3$")
        .containsPattern("(?m)^of a step: all but the network .* %, the schedule [0-9.]+ %$");
    List<String> rows = Files.readAllLines(profiled.resolve("profile.csv"));
    double ofRun = rows.stream().skip(1).mapToDouble(row -> last(row)).sum();
    assertThat(ofRun).isCloseTo(100, offset(1e-4));
    assertThat(run().resolve("profile.csv")).doesNotExist();
  }

  private static double last(String row) {
    return Double.parseDouble(row.substring(row.lastIndexOf(',') + 1));
  }

  @Test
  void config_saysWhereEachValueCameFrom() throws Exception {
    Path yaml =
        Files.writeString(
            folder.resolve("mine.yaml"), "lr0: 0.02\nprogloss:\n  terms:\n    cls: 1.5\n");
    assertThat(run("config", "config=" + yaml, "seed=9", "epochs=7")).isZero();
    String text = OUT.toString(StandardCharsets.UTF_8);
    assertThat(text).containsPattern("(?m)^seed: +9 +# argument;");
    assertThat(text).containsPattern("(?m)^lr0: +0.02 +# .*mine.yaml:1;");
    assertThat(text).containsPattern("(?m)^progloss.terms.cls: +1.5 +# .*mine.yaml:4;");
    assertThat(text).containsPattern("(?m)^nbs: +16 +# default: for the length of the run;");
    assertThat(text).doesNotContain("auto");
  }

  @Test
  void val_json_hasBothPaths() throws Exception {
    assertThat(run("val", weights(), "data=" + folder.resolve("data/data.yaml"), "--json"))
        .isZero();
    JsonNode result = new ObjectMapper().readTree(OUT.toByteArray());
    for (String path : List.of("e2e", "nms")) {
      assertThat(result.get(path).get("stats")).hasSize(12);
      assertThat(result.get(path).get("per_class")).hasSize(6);
      assertThat(result.get(path).get("errors").get("kinds")).hasSize(6);
      assertThat(result.get(path).get("curves").get("per_class")).hasSize(6);
      assertThat(result.get(path).get("confusion").get("matrix")).hasSize(7);
    }
  }

  @Test
  void train_saveJson_measuresToTheNumbersOfTheLastEvaluation() throws Exception {
    assertThat(
            run(
                "eval",
                "gt=" + run().resolve("truth.json"),
                "dt=" + run().resolve("predictions.json"),
                "--json"))
        .isZero();
    JsonNode last = evaluations().get(4);
    assertThat(last.get("epoch").asInt()).isEqualTo(2);
    assertThat(last.get("path").asText()).isEqualTo("e2e");
    assertThat(last.get("stats").toString()).as("not all 0").containsPattern("[1-9]");
    JsonNode measured = new ObjectMapper().readTree(OUT.toByteArray());
    assertThat(measured.get("stats")).isEqualTo(last.get("stats"));
    assertThat(measured.get("per_class").get(2).get("name").asText()).isNotEmpty();
  }

  @Test
  void val_saveJson_writesTheSamePair_andNeedsAFolder() throws Exception {
    String last = "model=" + run().resolve("weights/last.safetensors");
    String data = "data=" + folder.resolve("data/data.yaml");
    assertThat(run("val", last, data, "save_json=true")).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("save_json must come with out=");
    Path out = folder.resolve("pair");
    assertThat(run("val", last, data, "batch=4", "save_json=true", "out=" + out)).isZero();
    for (String name : List.of("truth.json", "predictions.json")) {
      assertThat(out.resolve(name)).hasSameBinaryContentAs(run().resolve(name));
    }
  }

  @Test
  void journal_evaluations_tellErrorsAndCalibration() throws Exception {
    List<JsonNode> evaluations = evaluations();
    assertThat(evaluations).hasSize(6);
    for (JsonNode each : evaluations) {
      assertThat(each.get("errors").fieldNames())
          .toIterable()
          .containsExactly(
              "localization", "classification", "duplicate", "background", "both", "missed");
      assertThat(each.get("errors").get("missed").get("count").asLong()).isPositive();
      assertThat(each.get("errors").get("missed").get("cost").asDouble()).isBetween(0.0, 1.0);
      assertThat(each.get("calibration").get("error").asDouble()).isBetween(-1.0, 1.0);
      assertThat(each.get("calibration").get("count").asLong()).isNotNegative();
    }
  }

  private static List<JsonNode> evaluations() throws Exception {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(run().resolve("journal.jsonl"))) {
      JsonNode record = new ObjectMapper().readTree(line);
      if (record.get("kind").asText().equals("eval")) {
        records.add(record);
      }
    }
    return records;
  }

  @Test
  void val_out_drawsTheEvaluation() throws Exception {
    Path drawn = folder.resolve("evaluation");
    String data = "data=" + folder.resolve("data/data.yaml");
    assertThat(run("val", weights(), data, "out=" + drawn)).isZero();
    assertThat(OUT.toString(StandardCharsets.UTF_8)).contains("best F1").contains("AP50 lost");
    for (String picture : List.of("precision_recall", "confidence", "errors", "confusion")) {
      assertThat(drawn.resolve(picture + ".png")).isNotEmptyFile();
    }
    assertThat(run("val", weights(), data, "out=" + drawn)).isEqualTo(3);
  }

  @Test
  void val_otherClasses_exits3() throws Exception {
    Path yaml = folder.resolve("data/other.yaml");
    Files.writeString(
        yaml, Files.readString(folder.resolve("data/data.yaml")).replace("\"disc\"", "\"wheel\""));
    assertThat(run("val", weights(), "data=" + yaml)).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("must have the classes of the model");
  }

  @Test
  void predict_folderWithADamagedPicture_doesTheOthersAndExits4() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Files.copy(folder.resolve("data/images/val/val-000000.png"), pictures.resolve("a.png"));
    Files.writeString(pictures.resolve("b.png"), "damaged");
    int code =
        run(
            "predict",
            weights(),
            "source=" + pictures,
            "conf=0.0001",
            "save_txt=true",
            "project=" + folder.resolve("found"),
            "--json");
    assertThat(code).isEqualTo(4);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("b.png").contains("1 of 2 pictures");
    JsonNode result = new ObjectMapper().readTree(OUT.toByteArray());
    assertThat(result).hasSize(1);
    JsonNode detections = result.get(0).get("detections");
    assertThat(detections).isNotEmpty();
    assertThat(detections.get(0).get("box")).hasSize(4);
    Path written = folder.resolve("found/predict");
    assertThat(written.resolve("a.png")).isNotEmptyFile();
    assertThat(Files.readAllLines(written.resolve("labels/a.txt"))).hasSameSizeAs(detections);
    assertThat(pictures.resolve("b.png")).hasContent("damaged");
  }

  @Test
  void predict_pictureAboveMaxPixels_isRefusedUnlessAllowed() {
    Path picture = folder.resolve("data/images/val/val-000000.png");
    String source = "source=" + picture;
    // 64 x 64 = 4096 pixels.
    assertThat(run("predict", weights(), source, "save=false", "max_pixels=4095")).isEqualTo(4);
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .contains("val-000000.png: too large: header says 64 x 64 pixels, at most 4095");
    assertThat(run("predict", weights(), source, "save=false", "max_pixels=4096")).isZero();
  }

  @Test
  void predict_pattern_takesWhatMatches() {
    assertThat(
            run(
                "predict",
                weights(),
                "source=" + folder.resolve("data/images/v*/*1.png"),
                "save=false"))
        .isZero();
    assertThat(OUT.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void resume_finishedRun_exits3() {
    assertThat(run("train", "resume=" + run())).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("nothing to resume");
  }

  @Test
  void resume_finishedRunWithoutItsLastPicture_writesItAgain() throws Exception {
    Path picture = run().resolve("val_predictions.png");
    byte[] journal = Files.readAllBytes(run().resolve("journal.jsonl"));
    Files.delete(picture);
    assertThat(run("train", "resume=" + run())).as(ERR.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(picture).isNotEmptyFile();
    assertThat(run().resolve("journal.jsonl")).hasBinaryContent(journal);
  }

  @Test
  void resume_moreEpochs_goesOnOnlyWithAWordForTheSchedules() throws Exception {
    String resume = "resume=" + folder.resolve("runs/longer");
    assertThat(
            run(
                "train",
                "data=" + folder.resolve("data/data.yaml"),
                "model=yolo26t",
                "imgsz=64",
                "epochs=1",
                "batch=4",
                "plots=false",
                "name=longer",
                "project=" + folder.resolve("runs")))
        .isZero();
    byte[] config = Files.readAllBytes(folder.resolve("runs/longer/config.yaml"));
    assertThat(run("train", resume)).isEqualTo(3);
    assertThat(run("train", resume + "/weights/last.safetensors", "epochs=2")).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("horizon=stretch");
    assertThat(run("train", resume, "lr0=1")).isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("lr0 decides what the run becomes");
    assertThat(folder.resolve("runs/longer/config.yaml")).hasBinaryContent(config);
    assertThat(run("train", resume, "epochs=2", "horizon=keep", "workers=1")).isZero();
    assertThat(Files.readString(folder.resolve("runs/longer/config.yaml")))
        .contains("epochs: \"2\"")
        .contains("horizon: \"1\"")
        .contains("workers: \"1\"");
    assertThat(Files.readAllLines(folder.resolve("runs/longer/results.csv"))).hasSize(3);
    // The longer run's state says what it is now.
    Path found = folder.resolve("runs/longer/predictions.json");
    assertThat(found).doesNotExist();
    assertThat(run("train", resume, "epochs=3", "horizon=stretch", "save_json=true")).isZero();
    assertThat(found).isNotEmptyFile();
    assertThat(Files.readAllLines(folder.resolve("runs/longer/results.csv"))).hasSize(4);
  }

  @Test
  void train_overTheWeightsItStartsFrom_exits3AndKeepsThem() {
    assertThat(
            run(
                "train",
                weights(),
                "data=" + folder.resolve("data/data.yaml"),
                "exist_ok=true",
                "project=" + folder.resolve("runs")))
        .isEqualTo(3);
    assertThat(ERR.toString(StandardCharsets.UTF_8)).contains("would be written over");
    assertThat(run().resolve("weights/best.safetensors")).isNotEmptyFile();
  }

  @Test
  void train_startingFromWeights_takesTheirScale_andTellsOfALossOfOneTerm() {
    assertThat(
            run(
                "train",
                weights(),
                "data=" + folder.resolve("data/data.yaml"),
                "imgsz=64",
                "epochs=1",
                "batch=4",
                "cls=0",
                "progloss.branches.o2o=0.01",
                "plots=false",
                "name=tuned",
                "project=" + folder.resolve("runs")))
        .as(ERR.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(ERR.toString(StandardCharsets.UTF_8))
        .containsPattern("(?m)^warning: o2m/box was 9[0-9] % of the loss in epoch 1: ")
        .contains("lower its gain box= or its weight progloss.terms.box=");
    assertThat(OUT.toString(StandardCharsets.UTF_8)).doesNotContain("warning");
  }

  private static int run(String... arguments) {
    return Main.execute(
        new PrintStream(OUT, true, StandardCharsets.UTF_8),
        new PrintStream(ERR, true, StandardCharsets.UTF_8),
        arguments);
  }
}
