package dev.progloss.eval.scene;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Detection;

/**
 * A detection in an image, as COCO writes it. Nothing is checked or repaired.
 *
 * @param classIndex place of its class, from 0
 * @param score any number; NaN is below all others
 * @param x left edge, pixels
 * @param y top edge, pixels
 * @param width pixels
 * @param height pixels
 */
public record SceneDetection(
    int classIndex, double score, double x, double y, double width, double height) {

  /** What a detector said. */
  public static SceneDetection of(Detection each) {
    Box box = each.box();
    return new SceneDetection(
        each.classIndex(), each.score(), box.x1(), box.y1(), box.width(), box.height());
  }

  /**
   * Overlap with an object in 0..1: intersection over union, for a crowd the share of this box that
   * lies in it. The order of operations is that of the COCO tools.
   */
  public double overlap(SceneObject object) {
    double w = Math.min(x + width, object.x() + object.width()) - Math.max(x, object.x());
    double h = Math.min(y + height, object.y() + object.height()) - Math.max(y, object.y());
    if (w <= 0 || h <= 0) {
      return 0; // before dividing: boxes without area would give 0 / 0
    }
    double shared = w * h;
    double own = width * height;
    double union = object.crowd() ? own : own + object.width() * object.height() - shared;
    return shared / union;
  }
}
