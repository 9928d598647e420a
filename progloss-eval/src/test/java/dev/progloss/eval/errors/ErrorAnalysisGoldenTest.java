package dev.progloss.eval.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Agreement with tidecv; golden/errors/README.md says how the files were made. */
class ErrorAnalysisGoldenTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  @TestFactory
  List<DynamicTest> scenes_areJudgedAsByTheReference() throws IOException, URISyntaxException {
    Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/golden/errors")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sets = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      assertThat(sets).hasSizeGreaterThanOrEqualTo(12);
      return sets.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> agrees(file)))
          .toList();
    }
  }

  private static void agrees(Path file) throws IOException {
    JsonNode set = new ObjectMapper().readTree(file.toFile());
    ErrorAnalysis analysis = new ErrorAnalysis(set.get("classes").asInt(), ErrorThresholds.paper());
    for (JsonNode image : set.get("images")) {
      analysis.add(scene(image));
    }
    ErrorReport report = analysis.report();
    JsonNode expected = set.get("expected");
    assertThat(report.ap()).isCloseTo(expected.get("ap").asDouble(), ROUNDING);
    for (ErrorKind kind : ErrorKind.values()) {
      JsonNode row = expected.get("kinds").get(kind.key());
      assertThat(report.row(kind).count()).as("%s", kind).isEqualTo(row.get("count").asLong());
      assertThat(report.row(kind).cost())
          .as("%s", kind)
          .isCloseTo(row.get("cost").asDouble(), ROUNDING);
    }
    assertThat(report.falsePositives())
        .isCloseTo(expected.get("false_positives").asDouble(), ROUNDING);
    assertThat(report.falseNegatives())
        .isCloseTo(expected.get("false_negatives").asDouble(), ROUNDING);
  }

  private static Scene scene(JsonNode image) {
    List<SceneObject> objects = new ArrayList<>();
    for (JsonNode row : image.get("objects")) {
      objects.add(
          new SceneObject(
              row.get(0).asInt(),
              row.get(1).asDouble(),
              row.get(2).asDouble(),
              row.get(3).asDouble(),
              row.get(4).asDouble(),
              row.get(5).asInt() != 0));
    }
    List<SceneDetection> detections = new ArrayList<>();
    for (JsonNode row : image.get("detections")) {
      detections.add(
          new SceneDetection(
              row.get(0).asInt(),
              row.get(1).asDouble(),
              row.get(2).asDouble(),
              row.get(3).asDouble(),
              row.get(4).asDouble(),
              row.get(5).asDouble()));
    }
    return new Scene(objects, detections);
  }
}
