package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Letterbox;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A square that pictures are laid on; what is not covered is padding gray. */
final class Canvas {

  private final int side;
  private final byte[] rgb;
  private final List<Annotation> annotations = new ArrayList<>();

  Canvas(int side) {
    this.side = side;
    this.rgb = new byte[3 * side * side];
    Arrays.fill(rgb, (byte) Letterbox.PADDING_VALUE);
  }

  /**
   * Lays a picture with its top-left corner at a point. What sticks out is cut, boxes too, but an
   * annotation keeps the area of the whole object, by which {@link Geometry} judges what is left.
   */
  void lay(Sample sample, int left, int top) {
    Image image = sample.image();
    int firstX = Math.max(0, -left);
    int lastX = Math.min(image.width(), side - left);
    int firstY = Math.max(0, -top);
    int lastY = Math.min(image.height(), side - top);
    for (int y = firstY; y < lastY && firstX < lastX; y++) {
      int from = 3 * (y * image.width() + firstX);
      int to = 3 * ((y + top) * side + firstX + left);
      System.arraycopy(image.rgb(), from, rgb, to, 3 * (lastX - firstX));
    }
    for (Annotation annotation : sample.annotations()) {
      Box box = annotation.box().shifted(left, top).clippedTo(side, side);
      if (box.area() > 0) {
        annotations.add(
            new Annotation(annotation.classIndex(), box, annotation.area(), annotation.crowd()));
      }
    }
  }

  Sample toSample(String name) {
    return new Sample(name, new Image(side, side, rgb), annotations);
  }
}
