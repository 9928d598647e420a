package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;

/** Mirror images and exchanged channels. */
final class Flips {

  private Flips() {}

  /** Left and right change places. */
  static Sample leftRight(Sample sample) {
    Image image = sample.image();
    int width = image.width();
    byte[] mirrored = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        int from = 3 * (y * width + x);
        int to = 3 * (y * width + width - 1 - x);
        mirrored[to] = image.rgb()[from];
        mirrored[to + 1] = image.rgb()[from + 1];
        mirrored[to + 2] = image.rgb()[from + 2];
      }
    }
    return new Sample(
        sample.name(),
        new Image(width, image.height(), mirrored),
        sample.annotations().stream()
            .map(
                annotation -> {
                  Box box = annotation.box();
                  return annotation.movedTo(
                      new Box(width - box.x2(), box.y1(), width - box.x1(), box.y2()));
                })
            .toList());
  }

  /** Top and bottom change places. */
  static Sample upDown(Sample sample) {
    Image image = sample.image();
    int height = image.height();
    int row = 3 * image.width();
    byte[] turned = new byte[image.rgb().length];
    for (int y = 0; y < height; y++) {
      System.arraycopy(image.rgb(), y * row, turned, (height - 1 - y) * row, row);
    }
    return new Sample(
        sample.name(),
        new Image(image.width(), height, turned),
        sample.annotations().stream()
            .map(
                annotation -> {
                  Box box = annotation.box();
                  return annotation.movedTo(
                      new Box(box.x1(), height - box.y2(), box.x2(), height - box.y1()));
                })
            .toList());
  }

  /** Red and blue change places. */
  static Sample redBlue(Sample sample) {
    byte[] swapped = sample.image().rgb().clone();
    for (int i = 0; i < swapped.length; i += 3) {
      byte red = swapped[i];
      swapped[i] = swapped[i + 2];
      swapped[i + 2] = red;
    }
    Image image = new Image(sample.image().width(), sample.image().height(), swapped);
    return new Sample(sample.name(), image, sample.annotations());
  }
}
