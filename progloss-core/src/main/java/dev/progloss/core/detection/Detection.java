package dev.progloss.core.detection;

import dev.progloss.core.box.Box;

/**
 * One object that a detector claims to see.
 *
 * @param classIndex index into the class names, from 0
 * @param score confidence in 0..1
 * @param box where, xyxy in pixels of the original image
 */
public record Detection(int classIndex, double score, Box box) {

  /** Checks the class index and the score. */
  public Detection {
    if (classIndex < 0) {
      throw new IllegalArgumentException("classIndex must not be negative, got " + classIndex);
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score must be in 0..1, got " + score);
    }
  }
}
