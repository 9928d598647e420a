package dev.progloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code progloss eval} tells and draws. */
final class EvalTest {

  private static final List<String> PICTURES =
      List.of(
          "precision_recall",
          "confidence",
          "class_precision",
          "calibration",
          "errors",
          "confusion");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> files = new ArrayList<>();

  /** One image with a cat that is found and an owl that is taken for a cat. */
  @BeforeEach
  void write() throws IOException {
    Path truth =
        Files.writeString(
            folder.resolve("gt.json"),
            """
            {"images": [{"id": 1}], "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "owl"}],
             "annotations": [
               {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10]},
               {"id": 2, "image_id": 1, "category_id": 2, "bbox": [40, 0, 10, 10]}]}
            """);
    Path results =
        Files.writeString(
            folder.resolve("dt.json"),
            """
            [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "score": 0.9},
             {"image_id": 1, "category_id": 1, "bbox": [40, 0, 10, 10], "score": 0.6}]
            """);
    files.addAll(List.of("eval", "gt=" + truth, "dt=" + results));
  }

  @Test
  void eval_plain_tellsCocoNumbersOnly() throws IOException {
    assertThat(run()).isZero();
    assertThat(text(out)).contains("AP50        0.5000").contains("cat").doesNotContain("errors");
    out.reset();
    assertThat(run("--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(text(out));
    assertThat(json.fieldNames()).toIterable().containsExactly("stats", "per_class");
  }

  @Test
  void eval_detail_tellsThresholdsAndErrors() throws IOException {
    assertThat(run("detail=true")).isZero();
    assertThat(text(out).lines())
        // From .9: 1 hit of 2 objects, F1 2/3. Mending the owl's class raises AP50 from 1/2 to 1.
        .contains("all classes pooled    0.9000  0.6667  1.0000  0.5000")
        .contains("owl                        -       -       -       -")
        .contains("class wrong                1    0.5000")
        // A hit at .9 and an alarm at .6: (.1 + .6) / 2.
        .contains("calibration error     0.3500  of 2 detections from confidence 0.05 on");
    out.reset();
    assertThat(run("detail=true", "conf=0.7", "iou=0.5", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(text(out));
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("stats", "per_class", "errors", "curves", "calibration", "confusion");
    // From .7 the owl is not taken for anything.
    assertThat(json.get("confusion").get("matrix").toString())
        .isEqualTo("[[1,0,0],[0,0,0],[0,1,0]]");
  }

  @Test
  void eval_out_drawsOnce_andAgainOnlyWhenAllowed() throws IOException {
    Path pictures = folder.resolve("pictures");
    assertThat(run("out=" + pictures)).as(text(err)).isZero();
    for (String name : PICTURES) {
      Path file = pictures.resolve(name + ".png");
      assertThat(ImageIO.read(file.toFile()).getWidth()).as(name).isGreaterThan(300);
    }
    assertThat(run("out=" + pictures)).isEqualTo(3);
    assertThat(text(err)).contains("exists already; choose another out=");
    assertThat(run("out=" + pictures, "exist_ok=true")).isZero();
  }

  @Test
  void eval_outIsAFile_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "kept");
    assertThat(run("out=" + file)).isEqualTo(3);
    assertThat(run("out=" + file, "exist_ok=true")).isEqualTo(4);
    assertThat(file).hasContent("kept");
  }

  @Test
  void eval_badInput_leavesNoFolderOfPictures() throws IOException {
    Path pictures = folder.resolve("none");
    assertThat(run("agnostic=true", "out=" + pictures)).isEqualTo(3);
    assertThat(text(err)).contains("agnostic=true");
    Files.writeString(folder.resolve("dt.json"), "[{}]");
    assertThat(run("out=" + pictures)).isEqualTo(4);
    assertThat(pictures).doesNotExist();
  }

  @Test
  void eval_agnostic_countsAllClassesAsOne() {
    assertThat(run("agnostic=true")).as(text(err)).isZero();
    // The detection called a cat takes the owl: both are found.
    assertThat(text(out))
        .contains("AP50        1.0000", "all classes as one")
        .doesNotContain("owl");
  }

  @Test
  void eval_confidenceOutOfRange_isRefused() {
    assertThat(run("detail=true", "conf=1.5")).isEqualTo(3);
    assertThat(text(err)).contains("conf must be in 0..1, got '1.5'");
  }

  private int run(String... more) {
    List<String> arguments = new ArrayList<>(files);
    arguments.addAll(List.of(more));
    return Main.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments.toArray(String[]::new));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
