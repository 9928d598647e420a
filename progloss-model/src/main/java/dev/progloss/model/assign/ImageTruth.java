package dev.progloss.model.assign;

import dev.progloss.core.box.Box;
import java.util.Collections;
import java.util.List;

/**
 * The objects of one image, side by side.
 *
 * @param classes class index of each
 * @param boxes xyxy in pixels of the network input
 */
public record ImageTruth(List<Integer> classes, List<Box> boxes) {

  /** An image without objects. */
  public static final ImageTruth NOTHING =
      new ImageTruth(Collections.emptyList(), Collections.emptyList());

  /** Copies the lists and checks that they match. */
  public ImageTruth {
    classes = List.copyOf(classes);
    boxes = List.copyOf(boxes);
    if (classes.size() != boxes.size()) {
      throw new IllegalArgumentException(
          "there must be as many classes as boxes, got " + classes.size() + " and " + boxes.size());
    }
  }

  /** How many objects there are. */
  public int size() {
    return boxes.size();
  }
}
