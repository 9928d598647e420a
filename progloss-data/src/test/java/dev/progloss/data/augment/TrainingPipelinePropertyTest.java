package dev.progloss.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Sample;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TrainingPipelinePropertyTest {

  /** Of 640 pixels the corners of a mosaic lie beyond the horizon of the strongest perspective. */
  @Property(tries = 40)
  void sample_anyStrength_keepsBoxesInside(
      @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
      @ForAll @DoubleRange(min = 0, max = 180) double degrees,
      @ForAll @DoubleRange(min = 0, max = 0.95) double scale,
      @ForAll @DoubleRange(min = 0, max = 60) double shear,
      @ForAll @IntRange(min = 1, max = 3) int blocks) {
    int side = seed % 8 == 0 ? 640 : 32 * blocks;
    AugmentConfig config =
        AugmentConfig.defaults()
            .withGeometry(degrees, 0.5, scale, shear, 0.001)
            .withFlips(0.5, 0.5)
            .withBlends(0.5, 0.5);
    ResizedPictures pictures = new ResizedPictures(new PaintedDataset(5), side, 0);
    Sample sample = new TrainingPipeline(pictures, config, seed).sample(1, seed % 5, true);
    assertThat(sample.image().size()).isEqualTo(new ImageSize(side, side));
    for (Annotation annotation : sample.annotations()) {
      Box box = annotation.box();
      assertThat(box.clippedTo(side, side)).isEqualTo(box);
      assertThat(Math.min(box.width(), box.height())).isGreaterThan(2 - 1e-9);
    }
  }
}
