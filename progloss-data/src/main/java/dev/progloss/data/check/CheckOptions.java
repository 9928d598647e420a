package dev.progloss.data.check;

import dev.progloss.data.image.ImageCheck;

/**
 * What a data set is checked for.
 *
 * @param imageSide side of the network's input that sizes are told at, pixels, at least 1
 * @param growsBelow sides shorter than this at that size are counted, pixels, at least 0
 * @param depth headers only, or all pixels
 * @param maxPixels pictures with more pixels are errors, at least 1
 */
public record CheckOptions(
    int imageSide, double growsBelow, ImageCheck.Depth depth, long maxPixels) {

  /** Checks the numbers. */
  public CheckOptions {
    if (imageSide < 1 || !(growsBelow >= 0) || maxPixels < 1) {
      throw new IllegalArgumentException(
          "must have imageSide >= 1, growsBelow >= 0, maxPixels >= 1, got "
              + imageSide
              + ", "
              + growsBelow
              + ", "
              + maxPixels);
    }
  }

  /** Whether pixels are looked at. */
  boolean decodes() {
    return depth == ImageCheck.Depth.PIXELS;
  }
}
