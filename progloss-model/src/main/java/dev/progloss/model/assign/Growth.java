package dev.progloss.model.assign;

import dev.progloss.core.box.Box;

/**
 * Small-target-aware growth: for the choice of candidates only, a side shorter than {@code below}
 * becomes {@code to}. Sides are treated apart; the centre stays.
 *
 * @param below pixels; 0 never grows
 * @param to pixels
 * @see <a href="https://arxiv.org/abs/2606.03748">YOLO26, small-target-aware label assignment</a>
 */
public record Growth(double below, double to) {

  /** The paper's rule: a side below the finest stride becomes the second stride. */
  public static final Growth PAPER = new Growth(8, 16);

  /** The rule of the most used toolkit: every side below the second stride becomes it. */
  public static final Growth WIDE = new Growth(16, 16);

  /** No growth. */
  public static final Growth NONE = new Growth(0, 0);

  /** Checks that growing never shrinks. */
  public Growth {
    if (!(below >= 0 && to >= below)) {
      throw new IllegalArgumentException(
          "growth must have 0 <= below <= to, got below " + below + ", to " + to);
    }
  }

  /** The grown box. */
  public Box grow(Box box) {
    double width = box.width() < below ? to : box.width();
    double height = box.height() < below ? to : box.height();
    if (width == box.width() && height == box.height()) {
      return box;
    }
    return Box.ofCentre(box.centreX(), box.centreY(), width, height);
  }
}
