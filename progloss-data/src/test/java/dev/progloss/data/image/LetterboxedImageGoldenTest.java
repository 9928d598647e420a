package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.box.Letterbox;
import dev.progloss.core.testkit.Goldens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Resizing and padding against cv2 5.0.0: to the bit where the source is lossless. */
class LetterboxedImageGoldenTest {

  @TestFactory
  List<DynamicTest> fit_everySize_matchesReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode row : Goldens.json("image/letterbox.json").get("geometry")) {
      int width = row.get("width").asInt();
      int height = row.get("height").asInt();
      int side = row.get("size").asInt();
      tests.add(
          DynamicTest.dynamicTest(
              width + " x " + height + " to " + side,
              () -> checkGeometry(Letterbox.fit(width, height, side), row)));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  @TestFactory
  List<DynamicTest> of_realPictures_matchesReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode picture : Goldens.json("image/letterbox.json").get("pixels")) {
      String name = picture.get("image").asText();
      tests.add(DynamicTest.dynamicTest(name, () -> checkPicture(picture(name), picture)));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  /**
   * Pictures are named from the folder above the vectors; one that holds only vectors may borrow.
   */
  private static Path picture(String name) {
    Path own = Goldens.path("image").resolve("../..").resolve(name).normalize();
    Path shared = Goldens.projectRoot().resolve("../shared").resolve(name).normalize();
    Path file = Files.exists(own) ? own : shared;
    assumeTrue(Files.exists(file), () -> "no picture " + own + " beside the reference vectors");
    return file;
  }

  private static void checkGeometry(Letterbox letterbox, JsonNode row) {
    assertThat(letterbox.scale()).isEqualTo(row.get("scale").asDouble());
    // The rule gives 0 for extreme shapes, where nothing could be shown; 1 is the least.
    if (row.get("new_width").asInt() < 1 || row.get("new_height").asInt() < 1) {
      assertThat(Math.min(letterbox.width(), letterbox.height())).isEqualTo(1);
      return;
    }
    assertThat(
            List.of(
                letterbox.width(),
                letterbox.height(),
                letterbox.left(),
                letterbox.top(),
                letterbox.right(),
                letterbox.bottom()))
        .containsExactly(
            row.get("new_width").asInt(),
            row.get("new_height").asInt(),
            row.get("left").asInt(),
            row.get("top").asInt(),
            row.get("right").asInt(),
            row.get("bottom").asInt());
  }

  private static void checkPicture(Path file, JsonNode picture) {
    boolean isLossless = picture.get("lossless").asBoolean();
    int tolerance = isLossless ? 0 : 2;
    Image decoded = ImageReader.read(file);
    JsonNode expected = picture.get("decoded");
    ImageReaderGoldenTest.PixelSamples.check(decoded, expected.get("samples"), tolerance);
    checkWhole(decoded, expected.get("cv2"), isLossless);
    for (JsonNode size : picture.get("sizes")) {
      LetterboxedImage letterboxed = LetterboxedImage.of(decoded, size.get("size").asInt());
      checkGeometry(letterboxed.letterbox(), size);
      Image resized =
          Resizer.resize(decoded, size.get("new_width").asInt(), size.get("new_height").asInt());
      ImageReaderGoldenTest.PixelSamples.check(resized, size.get("samples"), tolerance);
      checkWhole(resized, size.get("resized"), isLossless);
      checkWhole(letterboxed.image(), size.get("letterboxed"), isLossless);
    }
  }

  private static void checkWhole(Image image, JsonNode expected, boolean isLossless) {
    if (isLossless) {
      CRC32 crc = new CRC32();
      crc.update(image.rgb());
      assertThat(String.format("%08x", crc.getValue())).isEqualTo(expected.get("crc32").asText());
    }
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      for (int i = channel; i < image.rgb().length; i += 3) {
        sum += image.rgb()[i] & 0xFF;
      }
      assertThat(sum / (image.rgb().length / 3.0))
          .isCloseTo(expected.get("mean").get(channel).asDouble(), within(0.3));
    }
  }
}
