package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.LetterboxedImage;
import java.util.List;

/**
 * One picture to judge a detector on, in the frame of the network and in its own.
 *
 * @param input square picture and annotations in its pixels
 * @param picture the same square, with what leads back to the picture
 * @param truth annotations in pixels of the picture as it was, areas and crowds as the data set has
 *     them
 */
public record LetterboxedSample(Sample input, LetterboxedImage picture, List<Annotation> truth) {

  /** Copies the list. */
  public LetterboxedSample {
    truth = List.copyOf(truth);
  }

  /** From pixels of the square to pixels of the picture, cut to the picture. */
  public Box toImage(Box box) {
    return picture
        .letterbox()
        .toImage(box, picture.original().width(), picture.original().height());
  }
}
