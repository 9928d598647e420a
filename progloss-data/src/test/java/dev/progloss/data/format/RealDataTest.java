package dev.progloss.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.ImageCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Real data sets in both formats say the same, and what their notes say; skipped where the folder
 * {@code data} beside the golden files is absent.
 */
class RealDataTest {

  /** Two roundings at the sixth decimal of an edge: centre and half the size. */
  private static final double ROUNDING = 0.5e-6 + 0.25e-6;

  @TestFactory
  List<DynamicTest> yoloAndCoco_sameDataSet_agree() throws IOException {
    Path root = Goldens.path("broken").resolve("../../data").normalize();
    assumeTrue(Files.isDirectory(root), "no real data beside the golden files");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.sorted().toList()) {
        Matcher splits =
            Pattern.compile("(train|val|test): (\\d+) images, (\\d+) annotations")
                .matcher(Files.readString(folder.resolve("SOURCE.md")));
        while (splits.find()) {
          Split split = Split.valueOf(splits.group(1).toUpperCase(Locale.ROOT));
          int images = Integer.parseInt(splits.group(2));
          int boxes = Integer.parseInt(splits.group(3));
          tests.add(
              DynamicTest.dynamicTest(
                  folder.getFileName() + " " + split, () -> check(folder, split, images, boxes)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(Path folder, Split split, int images, int boxes) {
    ReadOptions options = ReadOptions.defaults();
    FileDataset yolo = YoloDatasets.open(folder.resolve("data.yaml"), split, options);
    FileDataset coco =
        CocoDatasets.open(
            folder.resolve("annotations/" + split.key() + ".json"),
            folder.resolve("images/" + split.key()),
            options.imageChecks(ImageCheck.Depth.HEADER));
    assertThat(yolo.report().hasErrors()).isFalse();
    assertThat(yolo.size()).isEqualTo(images);
    assertThat(coco.size()).isEqualTo(images);
    assertThat(coco.classes()).isEqualTo(yolo.classes());
    int seen = 0;
    for (int i = 0; i < yolo.size(); i++) {
      int twin = indexOf(coco, yolo.file(i));
      assertThat(coco.imageSize(twin)).isEqualTo(yolo.imageSize(i));
      checkSame(yolo.annotations(i), coco.annotations(twin), yolo.imageSize(i));
      seen += yolo.annotations(i).size();
    }
    assertThat(seen).isEqualTo(boxes);
    assertThat(yolo.read(0).image().size()).isEqualTo(yolo.imageSize(0));
  }

  private static int indexOf(FileDataset dataset, Path file) {
    for (int i = 0; i < dataset.size(); i++) {
      if (dataset.file(i).toAbsolutePath().equals(file.toAbsolutePath())) {
        return i;
      }
    }
    throw new AssertionError(file + " is not listed");
  }

  private static void checkSame(List<Annotation> yolo, List<Annotation> coco, ImageSize size) {
    assertThat(yolo).hasSameSizeAs(coco);
    for (int i = 0; i < yolo.size(); i++) {
      Box a = yolo.get(i).box();
      Box b = coco.get(i).box();
      // COCO corners and sizes are rounded at the third decimal: two halves of 1e-3 px.
      double x = 1e-3 + ROUNDING * size.width();
      double y = 1e-3 + ROUNDING * size.height();
      assertThat(yolo.get(i).classIndex()).isEqualTo(coco.get(i).classIndex());
      assertThat(a.x1()).isCloseTo(b.x1(), within(x));
      assertThat(a.x2()).isCloseTo(b.x2(), within(x));
      assertThat(a.y1()).isCloseTo(b.y1(), within(y));
      assertThat(a.y2()).isCloseTo(b.y2(), within(y));
      assertThat(coco.get(i).area())
          .isCloseTo(b.area(), within(1e-3 * (1 + b.width() + b.height())));
    }
  }
}
