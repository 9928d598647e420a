package dev.progloss.data.image;

import dev.progloss.core.detection.ImageSize;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Resizes pictures as OpenCV's {@code INTER_LINEAR} does: bilinear between pixel centres, in whole
 * numbers, with no smoothing when shrinking.
 */
public final class Resizer {

  /** Changes when the pixels of a picture that is read and scaled may change. */
  public static final String MADE_BY =
      "1 OpenCV "
          + opencv_core.CV_VERSION_MAJOR
          + "."
          + opencv_core.CV_VERSION_MINOR
          + "."
          + opencv_core.CV_VERSION_REVISION;

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
      return NativePixels.toImage(resized(NativePixels.copyOf(image), width, height));
    }
  }

  /**
   * The picture scaled so that its longer side has a length; the same object when it has it.
   *
   * @param longerSide pixels, at least 1
   */
  public static Image fit(Image image, int longerSide) {
    ImageSize size = fitted(image.size(), longerSide);
    return resize(image, size.width(), size.height());
  }

  /**
   * The size of a picture whose longer side gets a length; halves go to the even number, and no
   * side falls below 1 pixel.
   *
   * @param longerSide pixels, at least 1
   */
  public static ImageSize fitted(ImageSize size, int longerSide) {
    double scale = (double) longerSide / Math.max(size.width(), size.height());
    return new ImageSize(
        Math.max(1, (int) Math.rint(size.width() * scale)),
        Math.max(1, (int) Math.rint(size.height() * scale)));
  }

  /** The same between matrices; the caller holds an open scope. */
  static Mat resized(Mat from, int width, int height) {
    if (width == from.cols() && height == from.rows()) {
      return from;
    }
    Mat to = new Mat();
    opencv_imgproc.resize(from, to, new Size(width, height), 0, 0, opencv_imgproc.INTER_LINEAR);
    return to;
  }
}
