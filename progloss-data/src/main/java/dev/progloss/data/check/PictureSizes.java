package dev.progloss.data.check;

import dev.progloss.core.detection.ImageSize;

/**
 * How large pictures are and how far from square.
 *
 * @param least shortest width and shortest height, perhaps of different pictures
 * @param most longest width and longest height
 * @param longShapes pictures whose longer side is at least {@link #LONG} times the shorter one
 * @param longestShape the picture that is farthest from square
 * @param longestRatio its longer side over its shorter one, at least 1
 */
public record PictureSizes(
    ImageSize least, ImageSize most, int longShapes, String longestShape, double longestRatio) {

  /**
   * From here on a picture is told to be long: in a square input three quarters are padding, and
   * what is in it is seen at a quarter of the size.
   */
  public static final double LONG = 4;

  /** The sizes of both. */
  public PictureSizes plus(PictureSizes other) {
    boolean isLonger = other.longestRatio > longestRatio;
    return new PictureSizes(
        new ImageSize(
            Math.min(least.width(), other.least.width()),
            Math.min(least.height(), other.least.height())),
        new ImageSize(
            Math.max(most.width(), other.most.width()),
            Math.max(most.height(), other.most.height())),
        longShapes + other.longShapes,
        isLonger ? other.longestShape : longestShape,
        isLonger ? other.longestRatio : longestRatio);
  }

  static PictureSizes of(ImageSize size, String name) {
    double ratio =
        (double) Math.max(size.width(), size.height()) / Math.min(size.width(), size.height());
    return new PictureSizes(size, size, ratio >= LONG ? 1 : 0, name, ratio);
  }
}
