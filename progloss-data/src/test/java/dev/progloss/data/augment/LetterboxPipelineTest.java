package dev.progloss.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.image.LetterboxedImage;
import org.junit.jupiter.api.Test;

class LetterboxPipelineTest {

  @Test
  void sample_picture_isFittedAndLeadsBack() {
    PaintedDataset dataset = new PaintedDataset(6);
    LetterboxPipeline pipeline = new LetterboxPipeline(dataset, 96);
    for (int index = 0; index < 6; index++) {
      LetterboxedSample sample = pipeline.sample(index);
      LetterboxedImage expected = LetterboxedImage.of(dataset.read(index).image(), 96);
      assertThat(sample.input().image().rgb()).isEqualTo(expected.image().rgb());
      assertThat(sample.truth()).isEqualTo(dataset.annotations(index));
      Box back = sample.toImage(sample.input().annotations().get(0).box());
      Box truth = dataset.annotations(index).get(0).box();
      assertThat(back.x1()).isCloseTo(truth.x1(), within(1e-9));
      assertThat(back.y1()).isCloseTo(truth.y1(), within(1e-9));
      assertThat(back.x2()).isCloseTo(truth.x2(), within(1e-9));
      assertThat(back.y2()).isCloseTo(truth.y2(), within(1e-9));
    }
  }

  @Test
  void sample_boxes_areInPixelsOfTheSquare() {
    // 120 x 100 becomes 96 x 80 with eight rows of padding above.
    Annotation moved =
        new LetterboxPipeline(new PaintedDataset(1), 96).sample(0).input().annotations().get(0);
    assertThat(moved.box()).isEqualTo(new Box(30 * 0.8, 20 * 0.8 + 8, 80 * 0.8, 70 * 0.8 + 8));
  }

  @Test
  void sample_crowdOrNothingMarked_isKeptAsItIs() {
    LetterboxedSample crowd =
        new LetterboxPipeline(new PaintedDataset(1, true, true), 96).sample(0);
    assertThat(crowd.truth()).hasSize(1).allMatch(Annotation::crowd);
    assertThat(crowd.input().annotations()).hasSize(1).allMatch(Annotation::crowd);
    LetterboxedSample bare =
        new LetterboxPipeline(new PaintedDataset(1, false, false), 96).sample(0);
    assertThat(bare.truth()).isEmpty();
    assertThat(bare.input().annotations()).isEmpty();
  }

  @Test
  void new_noSide_isRefused() {
    assertThatThrownBy(() -> new LetterboxPipeline(new PaintedDataset(1), 0))
        .hasMessage("side must be at least 1, got 0");
  }
}
