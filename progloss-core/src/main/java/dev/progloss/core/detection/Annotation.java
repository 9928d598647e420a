package dev.progloss.core.detection;

import dev.progloss.core.box.Box;

/**
 * One object that a person marked in an image.
 *
 * @param classIndex index into the class names, from 0
 * @param box where, xyxy in pixels of the original image
 * @param area in square pixels; the mask's where there is one, else the box's
 * @param crowd whether the box stands for many objects that need not be found one by one
 */
public record Annotation(int classIndex, Box box, double area, boolean crowd) {

  /** Checks the class index and the area. */
  public Annotation {
    if (classIndex < 0) {
      throw new IllegalArgumentException("classIndex must not be negative, got " + classIndex);
    }
    if (!(area >= 0)) {
      throw new IllegalArgumentException("area must not be negative, got " + area);
    }
  }

  /** A single object whose area is its box's. */
  public static Annotation of(int classIndex, Box box) {
    return new Annotation(classIndex, box, box.area(), false);
  }

  /** The same object elsewhere; its area is the new box's. */
  public Annotation movedTo(Box newBox) {
    return new Annotation(classIndex, newBox, newBox.area(), crowd);
  }
}
