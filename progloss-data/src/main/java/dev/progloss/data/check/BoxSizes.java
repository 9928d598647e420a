package dev.progloss.data.check;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Letterbox;
import dev.progloss.core.detection.ImageSize;

/**
 * How large objects are; crowds are not counted.
 *
 * @param byShare boxes by their share of the picture's area
 * @param bySide boxes by the square root of their area in the network's input, pixels
 * @param byCocoSize boxes by their area there: small, medium, large, with COCO's edges of 32 and 96
 *     pixels squared
 * @param withShortSide boxes with a side there that is shorter than asked for
 */
public record BoxSizes(
    Histogram byShare, Histogram bySide, Histogram byCocoSize, long withShortSide) {

  private static final double[] SHARES = {1e-4, 1e-3, 1e-2, 1e-1};
  private static final double[] SIDES = {8, 16, 32, 64, 128, 256};
  private static final double[] COCO_AREAS = {32 * 32, 96 * 96};

  /** Both counted together. */
  public BoxSizes plus(BoxSizes other) {
    return new BoxSizes(
        byShare.plus(other.byShare),
        bySide.plus(other.bySide),
        byCocoSize.plus(other.byCocoSize),
        withShortSide + other.withShortSide);
  }

  /** Counts boxes one by one. */
  static final class Tally {

    private final CheckOptions options;
    private final Histogram.Tally shares = new Histogram.Tally(SHARES);
    private final Histogram.Tally sides = new Histogram.Tally(SIDES);
    private final Histogram.Tally areas = new Histogram.Tally(COCO_AREAS);
    private long withShortSide;

    Tally(CheckOptions options) {
      this.options = options;
    }

    void add(Box box, ImageSize picture) {
      double scale = Letterbox.fit(picture.width(), picture.height(), options.imageSide()).scale();
      double area = box.area() * scale * scale;
      shares.add(box.area() / ((double) picture.width() * picture.height()));
      sides.add(Math.sqrt(area));
      areas.add(area);
      if (Math.min(box.width(), box.height()) * scale < options.growsBelow()) {
        withShortSide++;
      }
    }

    BoxSizes sizes() {
      return new BoxSizes(shares.histogram(), sides.histogram(), areas.histogram(), withShortSide);
    }
  }
}
