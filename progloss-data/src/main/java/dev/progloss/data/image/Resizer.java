package dev.progloss.data.image;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Resizes pictures as OpenCV's {@code INTER_LINEAR} does: bilinear between pixel centres, in whole
 * numbers, with no smoothing when shrinking.
 */
public final class Resizer {

  private Resizer() {}

  /**
   * The picture at another size; the same object when the size is the same.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  @SuppressWarnings("try") // a pointer scope works by being open
  public static Image resize(Image image, int width, int height) {
    if (width < 1 || height < 1 || (long) width * height > ImageProbe.MOST_PIXELS) {
      throw new IllegalArgumentException(
          "target size must be at least 1 x 1 and fit an array, got " + width + " x " + height);
    }
    if (width == image.width() && height == image.height()) {
      return image;
    }
    try (PointerScope scope = new PointerScope()) {
      Mat from = NativePixels.copyOf(image);
      Mat to = new Mat();
      opencv_imgproc.resize(from, to, new Size(width, height), 0, 0, opencv_imgproc.INTER_LINEAR);
      return NativePixels.toImage(to);
    }
  }
}
