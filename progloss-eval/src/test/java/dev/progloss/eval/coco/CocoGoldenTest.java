package dev.progloss.eval.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.error.DataException;
import dev.progloss.core.testkit.Goldens;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CocoGoldenTest {

  @TestFactory
  List<DynamicTest> everyCase_hasTheBitsOfTheReferenceOrIsRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Goldens.folders("coco")) {
      tests.add(DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> everyCaseOfOurs_hasTheBitsOfTheReference()
      throws IOException, URISyntaxException {
    Path root = Path.of(CocoGoldenTest.class.getResource("/golden/coco").toURI());
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> all = Files.list(root)) {
      for (Path folder : all.filter(Files::isDirectory).sorted().toList()) {
        tests.add(DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(10);
    return tests;
  }

  private static void check(Path folder) throws NoSuchAlgorithmException {
    JsonNode expected = Goldens.json(folder.resolve("expected.json"));
    List<String> accepted = new ArrayList<>();
    expected.get("accept").forEach(each -> accepted.add(each.asText()));
    CocoFiles files;
    try {
      files = CocoFiles.read(folder.resolve("gt.json"), folder.resolve("dt.json"), new Workers(2));
    } catch (DataException e) {
      assertThat(accepted).as("refused: %s", e.getMessage()).contains("error");
      assertThat(e.getMessage()).contains("t.json:");
      return;
    }
    boolean exact = accepted.contains("stats");
    assertThat(exact || accepted.contains("tolerant")).as("must be refused").isTrue();
    JsonNode numbers = exact ? expected : expected.get("tolerant");
    checkNumbers(numbers, files.report(), files.measure());
    if (numbers.has("agnostic")) {
      checkNumbers(numbers.get("agnostic"), files.reportAgnostic(), files.measureAgnostic());
    }
  }

  private static void checkNumbers(JsonNode numbers, CocoReport report, CocoArrays arrays)
      throws NoSuchAlgorithmException {
    for (int i = 0; i < 12; i++) {
      String bits = HexFormat.of().toHexDigits(Double.doubleToRawLongBits(report.stats().get(i)));
      assertThat(bits).as("stat %s", i).isEqualTo(numbers.get("stats_bits").get(i).asText());
    }
    if (numbers.has("per_category")) {
      assertThat(report.perClass()).hasSize(numbers.get("per_category").size());
      for (int k = 0; k < report.perClass().size(); k++) {
        JsonNode row = numbers.get("per_category").get(k);
        assertThat(report.perClass().get(k).id()).isEqualTo(row.get("id").asLong());
        assertThat(report.perClass().get(k).ap()).isEqualTo(row.get("AP").asDouble());
        assertThat(report.perClass().get(k).ap50()).isEqualTo(row.get("AP50").asDouble());
      }
    }
    if (numbers.has("ap_per_iou")) {
      for (int i = 0; i < CocoArrays.THRESHOLDS.length; i++) {
        int threshold = i;
        assertThat(arrays.meanPrecision(t -> t == threshold, k -> true, AreaRange.ALL))
            .isEqualTo(numbers.get("ap_per_iou").get(i).asDouble());
      }
    }
    if (numbers.has("sha256")) {
      JsonNode hashes = numbers.get("sha256");
      assertThat(hash(arrays.precision())).isEqualTo(hashes.get("precision").asText());
      assertThat(hash(arrays.recall())).isEqualTo(hashes.get("recall").asText());
      assertThat(hash(arrays.scores())).isEqualTo(hashes.get("scores").asText());
    }
  }

  private static String hash(double[] values) throws NoSuchAlgorithmException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }

  @TestFactory
  List<DynamicTest> missingFiles_areNamed() {
    return List.of(
        DynamicTest.dynamicTest(
            "ground truth",
            () ->
                assertThatThrownBy(
                        () -> CocoFiles.read(Path.of("no-gt.json"), Path.of("no-dt.json")))
                    .isInstanceOf(DataException.class)
                    .hasMessage("no-gt.json: no such file")));
  }
}
