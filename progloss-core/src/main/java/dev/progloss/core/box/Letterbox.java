package dev.progloss.core.box;

/**
 * How an image is fitted into a square network input without changing its shape: scaled, centred,
 * padded.
 *
 * <p>Sizes round half to even; an odd pixel of padding goes right and below. A side never falls
 * below 1 pixel.
 *
 * @param scale network-input pixels per image pixel
 * @param width width of the scaled image, pixels
 * @param height height of the scaled image, pixels
 * @param left padding on the left, pixels
 * @param top padding on top, pixels
 * @param right padding on the right, pixels
 * @param bottom padding below, pixels
 */
public record Letterbox(
    double scale, int width, int height, int left, int top, int right, int bottom) {

  /** Value of the padding, in all three channels. */
  public static final int PADDING_VALUE = 114;

  /**
   * Fits an image of the given size into a square.
   *
   * @param imageWidth pixels, at least 1
   * @param imageHeight pixels, at least 1
   * @param side side of the square, pixels, at least 1
   */
  public static Letterbox fit(int imageWidth, int imageHeight, int side) {
    if (imageWidth < 1 || imageHeight < 1 || side < 1) {
      throw new IllegalArgumentException(
          "sizes must be at least 1, got image "
              + imageWidth
              + " x "
              + imageHeight
              + ", side "
              + side);
    }
    double scale = Math.min((double) side / imageHeight, (double) side / imageWidth);
    int width = Math.max(1, (int) Math.rint(imageWidth * scale));
    int height = Math.max(1, (int) Math.rint(imageHeight * scale));
    double spareX = (side - width) / 2.0;
    double spareY = (side - height) / 2.0;
    return new Letterbox(
        scale,
        width,
        height,
        (int) Math.rint(spareX - 0.1),
        (int) Math.rint(spareY - 0.1),
        (int) Math.rint(spareX + 0.1),
        (int) Math.rint(spareY + 0.1));
  }

  /** From image pixels to network-input pixels. */
  public Box toInput(Box box) {
    return box.scaled(scale, scale).shifted(left, top);
  }

  /** From network-input pixels to image pixels, cut to the image. */
  public Box toImage(Box box, int imageWidth, int imageHeight) {
    return box.shifted(-left, -top).scaled(1 / scale, 1 / scale).clippedTo(imageWidth, imageHeight);
  }
}
