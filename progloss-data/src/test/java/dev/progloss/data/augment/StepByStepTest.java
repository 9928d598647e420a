package dev.progloss.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Training samples have the bits that plain steps give, whatever is skipped or fused. */
class StepByStepTest {

  /** Noise of several shapes, so that a pixel from a wrong place is never a right one. */
  private record NoiseDataset(int size, int longest) implements Dataset {

    @Override
    public ClassNames classes() {
      return ClassNames.of("a", "b");
    }

    @Override
    public String name(int index) {
      return "noise-" + index;
    }

    @Override
    public ImageSize imageSize(int index) {
      Random random = new Random(index);
      return new ImageSize(1 + random.nextInt(longest), 1 + random.nextInt(longest));
    }

    @Override
    public List<Annotation> annotations(int index) {
      ImageSize size = imageSize(index);
      Random random = new Random(1000 + index);
      List<Annotation> annotations = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        double x = random.nextDouble() * size.width();
        double y = random.nextDouble() * size.height();
        double right = x + random.nextDouble() * (size.width() - x);
        double bottom = y + random.nextDouble() * (size.height() - y);
        Box box = new Box(x, y, right, bottom);
        annotations.add(new Annotation(i % 2, box, box.area(), random.nextInt(6) == 0));
      }
      return annotations;
    }

    @Override
    public Sample read(int index) {
      ImageSize size = imageSize(index);
      byte[] rgb = new byte[3 * size.width() * size.height()];
      new Random(2000 + index).nextBytes(rgb);
      return new Sample(
          name(index), new Image(size.width(), size.height(), rgb), annotations(index));
    }
  }

  @Test
  void sample_usualChanges_sameBits() {
    requireSameBits(AugmentConfig.defaults(), 300);
  }

  @Test
  void sample_noChanges_sameBits() {
    requireSameBits(AugmentConfig.none(), 40);
  }

  @Test
  void sample_turnedAndSheared_sameBits() {
    requireSameBits(AugmentConfig.defaults().withGeometry(180, 0.9, 0.9, 40, 0), 300);
  }

  @Test
  void sample_foldedOntoALine_sameBits() {
    requireSameBits(AugmentConfig.defaults().withGeometry(0, 0.1, 0.999, 89.9, 0), 100);
  }

  @Test
  void sample_perspective_sameBits() {
    requireSameBits(AugmentConfig.defaults().withGeometry(10, 0.1, 0.5, 5, 0.001), 100);
  }

  @Test
  void sample_everythingAtOnce_sameBits() {
    AugmentConfig config =
        AugmentConfig.defaults()
            .withMosaic(0.6)
            .withGeometry(20, 0.3, 0.7, 10, 0)
            .withFlips(0.5, 0.5)
            .withColours(0.5, 1, 1)
            .withBlends(0.4, 0.5)
            .withBgr(0.3);
    requireSameBits(config, 300);
  }

  private static void requireSameBits(AugmentConfig config, int samples) {
    int[] sides = {32, 75, 96};
    for (int side : sides) {
      NoiseDataset data = new NoiseDataset(20, 140);
      StepByStep expected = new StepByStep(data, side, config, 7);
      TrainingPipeline pipeline =
          new TrainingPipeline(new ResizedPictures(data, side, 30_000), config, 7);
      for (int i = 0; i < samples / sides.length; i++) {
        boolean joins = i % 7 != 0;
        Sample want = expected.sample(i / 20, i % 20, joins);
        Sample got = pipeline.sample(i / 20, i % 20, joins);
        assertThat(got.image().rgb())
            .as("side %d, sample %d", side, i)
            .isEqualTo(want.image().rgb());
        assertThat(got.annotations()).isEqualTo(want.annotations());
        assertThat(got.name()).isEqualTo(want.name());
      }
    }
  }
}
