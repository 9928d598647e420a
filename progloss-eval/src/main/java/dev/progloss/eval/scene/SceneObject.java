package dev.progloss.eval.scene;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;

/**
 * An object of an image, as COCO writes it. Nothing is checked or repaired: files hold what they
 * hold.
 *
 * @param classIndex place of its class, from 0
 * @param x left edge, pixels
 * @param y top edge, pixels
 * @param width pixels
 * @param height pixels
 * @param crowd whether it stands for many and need not be found
 */
public record SceneObject(
    int classIndex, double x, double y, double width, double height, boolean crowd) {

  /** What a person marked. */
  public static SceneObject of(Annotation each) {
    Box box = each.box();
    return new SceneObject(
        each.classIndex(), box.x1(), box.y1(), box.width(), box.height(), each.crowd());
  }
}
