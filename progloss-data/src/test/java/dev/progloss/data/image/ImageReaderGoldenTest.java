package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.core.testkit.Goldens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Decoding against cv2 5.0.0; the tolerance of each file stands in the golden file. */
class ImageReaderGoldenTest {

  @TestFactory
  List<DynamicTest> read_everyKindOfFile_matchesReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode file : Goldens.json("image/decode.json").get("files")) {
      Path path = Goldens.path("image/" + file.get("file").asText());
      tests.add(DynamicTest.dynamicTest(file.get("what").asText(), () -> check(path, file)));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(Path path, JsonNode expected) {
    ImageSize size = new ImageSize(expected.get("width").asInt(), expected.get("height").asInt());
    assertThat(ImageProbe.size(path)).isEqualTo(size);
    Image image = ImageReader.read(path);
    assertThat(image.size()).isEqualTo(size);
    PixelSamples.check(image, expected.get("cv2"), expected.get("tolerance").asInt());
  }

  /** Compares sampled pixels. */
  static final class PixelSamples {

    private PixelSamples() {}

    static void check(Image image, JsonNode samples, int tolerance) {
      assertThat(samples).isNotEmpty();
      for (JsonNode sample : samples) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat(image.at(sample.get(0).asInt(), sample.get(1).asInt(), channel))
              .as("%s channel %d", sample, channel)
              .isCloseTo(sample.get(2 + channel).asInt(), within(tolerance));
        }
      }
    }
  }
}
