package dev.progloss.model.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DecodeGoldenTest {

  private static final Pattern NMS = Pattern.compile("nms\\.([0-9.]+)\\.(multi|best)\\.(\\d+)");

  @TestFactory
  List<DynamicTest> everyCase_isTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : Goldens.files("decode", ".safetensors")) {
      String name = file.getFileName().toString().replace(".safetensors", "");
      tests.add(DynamicTest.dynamicTest(name, () -> check(name, GoldenTensors.open(file))));
    }
    return tests;
  }

  private static void check(String name, GoldenTensors golden) {
    JsonNode facts = Goldens.json("decode/decode.json").get("cases").get(name);
    AnchorGrid grid =
        AnchorGrid.of(facts.get("width").asInt(), facts.get("height").asInt(), 8, 16, 32);
    BranchArrays arrays;
    try (TensorScope scope = TensorScope.open()) {
      arrays =
          BranchArrays.of(
              new BranchPredictions(golden.file().read("boxes"), golden.file().read("scores")),
              grid);
    }
    compareDense(name, arrays, golden);
    double[] expected = golden.doubles("end2end");
    int rows = (int) golden.shape("end2end")[1];
    for (int image = 0; image < arrays.images(); image++) {
      List<Detection> got = EndToEndDecoder.of(0).decode(arrays, image);
      compare(name + " end2end " + image, got, expected, image * rows, rows);
    }
    for (String each : golden.file().names()) {
      Matcher matcher = NMS.matcher(each);
      if (matcher.matches()) {
        double confidence = Double.parseDouble(matcher.group(1));
        NonMaximumSuppression nms =
            matcher.group(2).equals("multi")
                ? NonMaximumSuppression.forValidation(confidence)
                : NonMaximumSuppression.forPrediction(confidence);
        List<Detection> got = nms.decode(arrays, Integer.parseInt(matcher.group(3)));
        compare(name + " " + each, got, golden.doubles(each), 0, (int) golden.shape(each)[0]);
      }
    }
  }

  /** Every anchor: box in pixels, score of each class. */
  private static void compareDense(String name, BranchArrays arrays, GoldenTensors golden) {
    double[] expected = golden.doubles("dense");
    int columns = 4 + arrays.classes();
    int anchors = arrays.anchors().size();
    assertThat(expected).hasSize(arrays.images() * anchors * columns);
    double[] row = new double[columns];
    double[] edges = new double[4];
    for (int i = 0; i < arrays.images() * anchors; i++) {
      arrays.box(i / anchors, i % anchors, edges);
      System.arraycopy(edges, 0, row, 0, edges.length);
      for (int c = 0; c < arrays.classes(); c++) {
        row[4 + c] = arrays.score(i / anchors, c, i % anchors);
      }
      double[] wanted = Arrays.copyOfRange(expected, i * columns, (i + 1) * columns);
      GoldenTensors.assertClose(name + " dense row " + i, row, wanted, 1e-6);
    }
  }

  private static void compare(
      String what, List<Detection> got, double[] expected, int first, int rows) {
    assertThat(got).as(what).hasSize(rows);
    for (int i = 0; i < rows; i++) {
      int at = 6 * (first + i);
      Detection detection = got.get(i);
      double[] row = {
        detection.box().x1(),
        detection.box().y1(),
        detection.box().x2(),
        detection.box().y2(),
        detection.score(),
        detection.classIndex()
      };
      for (int k = 0; k < 6; k++) {
        assertThat(row[k])
            .as("%s row %s column %s", what, i, k)
            .isCloseTo(expected[at + k], Offset.offset(1e-6));
      }
    }
  }
}
