package dev.progloss.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.eval.coco.CocoFiles;
import dev.progloss.eval.confusion.ConfusionThresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationJsonTest {

  @TempDir private Path folder;

  private JsonNode evaluated(String truth, String results) throws IOException {
    Path gt = Files.writeString(folder.resolve("gt.json"), truth);
    Path dt = Files.writeString(folder.resolve("dt.json"), results);
    CocoFiles files = CocoFiles.read(gt, dt);
    var coco = files.report();
    DetailAnalysis details =
        new DetailAnalysis(coco.perClass().size(), new ConfusionThresholds(0.3, 0.5));
    files.eachImage(details::add);
    return new ObjectMapper().readTree(EvaluationJson.of(details.with(coco)));
  }

  @Test
  void json_ofFiles_holdsAllParts() throws IOException {
    // Image 9 holds a cat (category 5) and an owl (7). The cat is found at .9, the owl taken for a
    // cat.
    JsonNode json =
        evaluated(
            """
            {"images": [{"id": 9}], "categories": [{"id": 7, "name": "owl"}, {"id": 5, "name": "cat"}],
             "annotations": [
               {"id": 1, "image_id": 9, "category_id": 5, "bbox": [0, 0, 10, 10]},
               {"id": 2, "image_id": 9, "category_id": 7, "bbox": [40, 0, 10, 10]}]}
            """,
            """
            [{"image_id": 9, "category_id": 5, "bbox": [0, 0, 10, 10], "score": 0.9},
             {"image_id": 9, "category_id": 5, "bbox": [40, 0, 10, 10], "score": 0.6}]
            """);
    assertThat(json.get("stats").size()).isEqualTo(12);
    assertThat(json.get("per_class").get(0).get("name").asText()).isEqualTo("cat");
    assertThat(json.get("per_class").get(1).get("objects").asLong()).isOne();
    JsonNode errors = json.get("errors");
    // Cat 1, owl 0: AP 1/2; with the owl's class mended 1.
    assertThat(errors.get("ap").asDouble()).isCloseTo(0.5, Offset.offset(1e-12));
    JsonNode wrong = errors.get("kinds").get("classification");
    assertThat(wrong.get("count").asLong()).isOne();
    assertThat(wrong.get("cost").asDouble()).isCloseTo(0.5, Offset.offset(1e-12));
    JsonNode all = json.get("curves").get("all");
    // Pooled from .9: 1 hit of 2 objects: F1 2/3. From .6: 1 hit, 1 alarm: 2/4.
    assertThat(all.get("best_f1").get("confidence").asDouble()).isEqualTo(0.9);
    assertThat(all.get("best_f1").get("f1").asDouble()).isEqualTo(2 / 3.0);
    assertThat(all.get("f1").size()).isEqualTo(101);
    assertThat(all.get("precision_over_recall").get(100).asDouble())
        .isCloseTo(0.5, Offset.offset(1e-12));
    JsonNode owl = json.get("curves").get("per_class").get(1);
    assertThat(owl.get("id").asLong()).isEqualTo(7);
    assertThat(owl.get("best_f1").get("f1").asDouble()).isEqualTo(-1);
    // A hit at .9, an alarm at .6: (|.9 - 1| + |.6 - 0|) / 2.
    JsonNode calibration = json.get("calibration");
    assertThat(calibration.get("error").asDouble()).isCloseTo(0.35, Offset.offset(1e-12));
    assertThat(calibration.get("from").asDouble()).isEqualTo(0.05);
    assertThat(calibration.get("bins").size()).isEqualTo(10);
    assertThat(calibration.get("bins").get(9).toString())
        .isEqualTo("{\"count\":1,\"score\":0.9,\"hits\":1.0}");
    assertThat(calibration.get("bins").get(0).toString())
        .isEqualTo("{\"count\":0,\"score\":-1.0,\"hits\":-1.0}");
    // Rows detected, columns truth: cat, owl, background.
    assertThat(json.get("confusion").toString())
        .isEqualTo("{\"conf\":0.3,\"iou\":0.5,\"matrix\":[[1,1,0],[0,0,0],[0,0,0]]}");
  }

  @Test
  void json_noClasses_isDefined() throws IOException {
    JsonNode json = evaluated("{\"images\": [], \"categories\": [], \"annotations\": []}", "[]");
    assertThat(json.get("errors").get("ap").asDouble()).isEqualTo(-1);
    assertThat(json.get("calibration").get("error").asDouble()).isEqualTo(-1);
    assertThat(json.get("per_class").size()).isZero();
    assertThat(json.get("confusion").get("matrix").toString()).isEqualTo("[[0]]");
  }
}
