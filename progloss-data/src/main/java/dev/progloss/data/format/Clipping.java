package dev.progloss.data.format;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.ImageSize;

/** Boxes against the picture they are in. */
final class Clipping {

  /**
   * What a box may stick out, as a part of the picture's side, without being told: six written
   * decimals of centre and size already move an edge by 1e-6.
   */
  static final double UNTOLD_PART = 1e-4;

  private Clipping() {}

  static boolean isTold(Box box, ImageSize size) {
    double spareX = UNTOLD_PART * size.width();
    double spareY = UNTOLD_PART * size.height();
    return box.x1() < -spareX
        || box.y1() < -spareY
        || box.x2() > size.width() + spareX
        || box.y2() > size.height() + spareY;
  }

  static Box clipped(Box box, ImageSize size) {
    return box.clippedTo(size.width(), size.height());
  }
}
