package dev.progloss.data.image;

import dev.progloss.core.detection.ImageSize;

/**
 * What the first bytes of a picture say.
 *
 * @param format told by content
 * @param storedWidth width of the stored pixels, before orientation
 * @param storedHeight height of the stored pixels, before orientation
 * @param orientation EXIF orientation 1..8; 1 when there is none or none that makes sense
 */
public record ImageHeader(ImageFormat format, int storedWidth, int storedHeight, int orientation) {

  /** Checks the ranges. */
  public ImageHeader {
    if (storedWidth < 1 || storedHeight < 1) {
      throw new IllegalArgumentException(
          "stored size must be at least 1 x 1, got " + storedWidth + " x " + storedHeight);
    }
    if (orientation < 1 || orientation > 8) {
      throw new IllegalArgumentException("orientation must be in 1..8, got " + orientation);
    }
  }

  /** Size as a person sees it, after orientation. */
  public ImageSize size() {
    return isTurned()
        ? new ImageSize(storedHeight, storedWidth)
        : new ImageSize(storedWidth, storedHeight);
  }

  /** Whether the orientation swaps width and height. */
  public boolean isTurned() {
    return orientation >= 5;
  }
}
