package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import java.util.List;

/** Where objects are in mirror images. */
final class Flips {

  private Flips() {}

  /** Left and right change places. */
  static List<Annotation> leftRight(List<Annotation> annotations, int width) {
    return annotations.stream()
        .map(
            annotation -> {
              Box box = annotation.box();
              return annotation.movedTo(
                  new Box(width - box.x2(), box.y1(), width - box.x1(), box.y2()));
            })
        .toList();
  }

  /** Top and bottom change places. */
  static List<Annotation> upDown(List<Annotation> annotations, int height) {
    return annotations.stream()
        .map(
            annotation -> {
              Box box = annotation.box();
              return annotation.movedTo(
                  new Box(box.x1(), height - box.y2(), box.x2(), height - box.y1()));
            })
        .toList();
  }
}
