package dev.progloss.train.loop;

import dev.progloss.core.detection.Detection;
import java.util.List;

/** Told what a detector finds while it is judged: every picture once, in the data set's order. */
public interface DetectionListener {

  /**
   * One picture.
   *
   * @param endToEnd what the one-to-one branch finds: boxes in pixels of the picture, as they are
   *     judged
   */
  void found(List<Detection> endToEnd);

  /** Nobody who listens. */
  static DetectionListener nobody() {
    return endToEnd -> {};
  }
}
