package dev.progloss.data.augment;

import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.LetterboxedImage;
import java.util.List;

/**
 * From pictures to samples for judging a detector: fitted into a square, nothing else. Safe for
 * several threads at once.
 *
 * @param dataset where pictures come from
 * @param side side of the square, pixels, at least 1
 */
public record LetterboxPipeline(Dataset dataset, int side) {

  /** Checks the side. */
  public LetterboxPipeline {
    if (side < 1) {
      throw new IllegalArgumentException("side must be at least 1, got " + side);
    }
  }

  /** Decodes and fits one picture; crowd regions stay, since judging has rules for them. */
  public LetterboxedSample sample(int index) {
    List<Annotation> truth = dataset.annotations(index);
    LetterboxedImage picture =
        LetterboxedImage.ofFitted(dataset.readFitted(index, side), dataset.imageSize(index), side);
    List<Annotation> moved =
        truth.stream().map(each -> each.movedTo(picture.letterbox().toInput(each.box()))).toList();
    Sample input = new Sample(dataset.name(index), picture.image(), moved);
    return new LetterboxedSample(input, picture, truth);
  }
}
