package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import java.util.List;

/**
 * Gray pictures of several sizes, each with one pure red rectangle that is its object.
 *
 * @param size how many
 * @param marked whether the rectangle is marked
 * @param crowd whether it is marked as a crowd
 */
public record PaintedDataset(int size, boolean marked, boolean crowd) implements Dataset {

  /** Every rectangle is marked as one object. */
  public PaintedDataset(int size) {
    this(size, true, false);
  }

  @Override
  public ClassNames classes() {
    return ClassNames.of("red");
  }

  @Override
  public String name(int index) {
    return "painted-" + index;
  }

  @Override
  public ImageSize imageSize(int index) {
    return new ImageSize(120 + 20 * (index % 3), 100 + 30 * (index % 2));
  }

  @Override
  public List<Annotation> annotations(int index) {
    Box box = rectangle(index);
    return marked ? List.of(new Annotation(0, box, box.area(), crowd)) : List.of();
  }

  private static Box rectangle(int index) {
    return new Box(30 + index % 5, 20, 80, 70 - index % 7);
  }

  @Override
  public Sample read(int index) {
    ImageSize size = imageSize(index);
    Image image = Image.filled(size.width(), size.height(), 114);
    Box box = rectangle(index);
    for (int y = (int) box.y1(); y < box.y2(); y++) {
      for (int x = (int) box.x1(); x < box.x2(); x++) {
        int at = 3 * (y * size.width() + x);
        image.rgb()[at] = (byte) 255;
        image.rgb()[at + 1] = 0;
        image.rgb()[at + 2] = 0;
      }
    }
    return new Sample(name(index), image, annotations(index));
  }
}
