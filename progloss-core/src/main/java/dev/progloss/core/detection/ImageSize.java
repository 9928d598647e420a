package dev.progloss.core.detection;

/**
 * Size of an image as a person sees it, after its EXIF orientation.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
public record ImageSize(int width, int height) {

  /** Checks that there is at least one pixel. */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "image size must be at least 1 x 1, got " + width + " x " + height);
    }
  }
}
