package dev.progloss.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.LetterboxedImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingPipelineTest {

  private static final int SIDE = 96;

  private static TrainingPipeline pipeline(AugmentConfig config, long cacheBytes) {
    return new TrainingPipeline(
        new ResizedPictures(new PaintedDataset(12), SIDE, cacheBytes), config, 26);
  }

  private static AugmentConfig geometryOnly() {
    return AugmentConfig.none()
        .withMosaic(1)
        .withGeometry(5, 0.1, 0.5, 2, 0.0005)
        .withFlips(0.5, 0.5);
  }

  private static AugmentConfig everything() {
    return AugmentConfig.defaults()
        .withMosaic(0.7)
        .withGeometry(10, 0.1, 0.5, 2, 0.0005)
        .withFlips(0.5, 0.5)
        .withBlends(0.5, 0.5)
        .withBgr(0.2);
  }

  @Test
  void sample_none_isThePictureFittedIntoTheSquare() {
    Sample sample = pipeline(AugmentConfig.none(), 0).sample(0, 0, true);
    // 120 x 100 becomes 96 x 80, eight rows of padding above and below.
    assertThat(sample.image().width()).isEqualTo(SIDE);
    assertThat(sample.image().at(48, 7, 0)).isEqualTo(114);
    Box box = sample.annotations().get(0).box();
    assertThat(box).isEqualTo(new Box(30 * 0.8, 20 * 0.8 + 8, 80 * 0.8, 70 * 0.8 + 8));
  }

  /** Red pixels stay under their boxes, and boxes stay on red: geometry moves both alike. */
  @Test
  void sample_anyGeometry_boxesStayOnTheirObjects() {
    int boxes = 0;
    double red = 0;
    double outside = 0;
    for (int index = 0; index < 12; index++) {
      for (int epoch = 0; epoch < 5; epoch++) {
        Sample sample = pipeline(geometryOnly(), 0).sample(epoch, index, epoch != 3);
        for (Annotation annotation : sample.annotations()) {
          Box box = annotation.box();
          assertThat(box.clippedTo(SIDE, SIDE)).isEqualTo(box);
          assertThat(redShare(sample.image(), box)).as("%s", sample.name()).isGreaterThan(0.5);
          boxes++;
        }
        outside += redOutside(sample);
        red += redShare(sample.image(), new Box(0, 0, SIDE, SIDE)) * SIDE * SIDE;
      }
    }
    assertThat(boxes).isGreaterThan(60);
    // What is left unmarked are slivers of objects that the border cut.
    assertThat(outside / red).isLessThan(0.03);
  }

  @Test
  void sample_sameArguments_sameBytes_otherwiseDifferent() {
    Set<Integer> seen = new HashSet<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int index = 0; index < 12; index++) {
        Sample sample = pipeline(everything(), 0).sample(epoch, index, true);
        Sample again = pipeline(everything(), 1 << 20).sample(epoch, index, true);
        assertThat(again.image().rgb()).isEqualTo(sample.image().rgb());
        assertThat(again.annotations()).isEqualTo(sample.annotations());
        seen.add(java.util.Arrays.hashCode(sample.image().rgb()));
      }
    }
    assertThat(seen).hasSize(36);
  }

  @Test
  void sample_afterCloseMosaic_isOnePicture() {
    AugmentConfig config = AugmentConfig.defaults();
    assertThat(config.joinsPictures(89, 100)).isTrue();
    assertThat(config.joinsPictures(90, 100)).isFalse();
    for (int index = 0; index < 12; index++) {
      assertThat(pipeline(config, 0).sample(95, index, false).annotations())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void sample_mosaic_joinsFour() {
    int objects = 0;
    for (int index = 0; index < 12; index++) {
      objects += pipeline(AugmentConfig.defaults(), 0).sample(0, index, true).annotations().size();
    }
    assertThat(objects).isGreaterThan(18);
  }

  @Test
  void bgr_always_exchangesRedAndBlue() {
    AugmentConfig config = AugmentConfig.none().withBgr(1);
    Image image = pipeline(config, 0).sample(0, 0, true).image();
    assertThat(List.of(image.at(44, 44, 0), image.at(44, 44, 2))).containsExactly(0, 255);
  }

  @Test
  void copyPaste_always_addsMirroredObjectsWhereThereIsRoom() {
    List<Annotation> objects = new ArrayList<>();
    objects.add(Annotation.of(0, new Box(5, 5, 25, 25)));
    objects.add(Annotation.of(0, new Box(40, 20, 60, 40))); // its mirror image lies on itself
    List<Annotation> copies = Blends.copies(objects, 100, 1, SampleRandom.of(1, 0, 0));
    assertThat(copies).extracting(Annotation::box).containsExactly(new Box(75, 5, 95, 25));
  }

  @Test
  void sample_noneForAnySize_isTheLetterboxedPictureByteForByte() {
    for (int side : new int[] {64, 95, 96, 131, 160}) {
      PaintedDataset dataset = new PaintedDataset(6);
      TrainingPipeline pipeline =
          new TrainingPipeline(new ResizedPictures(dataset, side, 0), AugmentConfig.none(), 26);
      for (int index = 0; index < 6; index++) {
        Image expected = LetterboxedImage.of(dataset.read(index).image(), side).image();
        Image image = pipeline.sample(1, index, true).image();
        assertThat(image.rgb()).as("%d in %d", index, side).isEqualTo(expected.rgb());
      }
    }
  }

  @Test
  void sample_nothingMarked_isStillASquareWithoutBoxes() {
    for (PaintedDataset dataset :
        List.of(new PaintedDataset(3, false, false), new PaintedDataset(3, true, true))) {
      TrainingPipeline pipeline =
          new TrainingPipeline(new ResizedPictures(dataset, SIDE, 0), everything(), 26);
      for (int index = 0; index < 3; index++) {
        Sample sample = pipeline.sample(0, index, true);
        assertThat(sample.annotations()).isEmpty();
        assertThat(sample.image().size()).isEqualTo(new ImageSize(SIDE, SIDE));
      }
    }
  }

  @Test
  void sample_onePictureOnly_isJoinedWithItself() {
    ResizedPictures pictures = new ResizedPictures(new PaintedDataset(1), SIDE, 0);
    TrainingPipeline pipeline = new TrainingPipeline(pictures, everything(), 26);
    int objects = 0;
    for (int epoch = 0; epoch < 20; epoch++) {
      objects += pipeline.sample(epoch, 0, true).annotations().size();
    }
    assertThat(objects).isGreaterThan(20);
  }

  @Test
  void image_withinTheBudget_keepsThePictureElseMakesItAnew() {
    // The first picture is 120 x 100, hence 96 x 80 when its longer side is 96.
    ResizedPictures keeping = new ResizedPictures(new PaintedDataset(2), SIDE, 3 * 96 * 80);
    assertThat(keeping.image(0)).isSameAs(keeping.image(0));
    assertThat(keeping.image(1)).isNotSameAs(keeping.image(1));
    ResizedPictures tooSmall = new ResizedPictures(new PaintedDataset(2), SIDE, 3 * 96 * 80 - 1);
    assertThat(tooSmall.image(0)).isNotSameAs(tooSmall.image(0));
  }

  private static boolean red(Image image, int x, int y) {
    return image.at(x, y, 0) > 200 && image.at(x, y, 1) < 60;
  }

  private static double redShare(Image image, Box box) {
    int red = 0;
    int all = 0;
    for (int y = (int) Math.ceil(box.y1()); y < Math.floor(box.y2()); y++) {
      for (int x = (int) Math.ceil(box.x1()); x < Math.floor(box.x2()); x++) {
        red += red(image, x, y) ? 1 : 0;
        all++;
      }
    }
    return all == 0 ? 1 : (double) red / all;
  }

  private static int redOutside(Sample sample) {
    int outside = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int column = x;
        int row = y;
        if (red(sample.image(), x, y)
            && sample.annotations().stream()
                .noneMatch(
                    a ->
                        column >= a.box().x1() - 1
                            && column <= a.box().x2()
                            && row >= a.box().y1() - 1
                            && row <= a.box().y2())) {
          outside++;
        }
      }
    }
    return outside;
  }
}
