package dev.progloss.data.image;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Moves a picture through a plane mapping, bilinear, as OpenCV's {@code warpAffine} and {@code
 * warpPerspective} do.
 *
 * <p>A matrix maps source to target coordinates of pixel centres, row by row: target x = m0 x + m1
 * y + m2, target y = m3 x + m4 y + m5, for perspective both divided by m6 x + m7 y + m8. What comes
 * from outside the source has the border value.
 */
public final class Warp {

  private Warp() {}

  /**
   * An affine mapping.
   *
   * @param matrix six numbers, source to target, finite
   * @param width width of the result, pixels, at least 1
   * @param height height of the result, pixels, at least 1
   * @param border value of the border in all three channels, 0..255
   */
  @SuppressWarnings("try") // a pointer scope works by being open
  public static Image affine(Image image, double[] matrix, int width, int height, int border) {
    check(matrix, 6, width, height, border);
    try (PointerScope scope = new PointerScope()) {
      Mat to = new Mat();
      opencv_imgproc.warpAffine(
          NativePixels.copyOf(image),
          to,
          new Mat(2, 3, opencv_core.CV_64F, new DoublePointer(matrix)),
          new Size(width, height),
          opencv_imgproc.INTER_LINEAR,
          opencv_core.BORDER_CONSTANT,
          gray(border));
      return NativePixels.toImage(to);
    }
  }

  /**
   * A perspective mapping.
   *
   * @param matrix nine numbers, source to target, finite
   * @param width width of the result, pixels, at least 1
   * @param height height of the result, pixels, at least 1
   * @param border value of the border in all three channels, 0..255
   */
  @SuppressWarnings("try") // a pointer scope works by being open
  public static Image perspective(Image image, double[] matrix, int width, int height, int border) {
    check(matrix, 9, width, height, border);
    try (PointerScope scope = new PointerScope()) {
      Mat to = new Mat();
      opencv_imgproc.warpPerspective(
          NativePixels.copyOf(image),
          to,
          new Mat(3, 3, opencv_core.CV_64F, new DoublePointer(matrix)),
          new Size(width, height),
          opencv_imgproc.INTER_LINEAR,
          opencv_core.BORDER_CONSTANT,
          gray(border));
      return NativePixels.toImage(to);
    }
  }

  /**
   * Any plane mapping between matrices; the last row 0 0 1 makes it affine.
   *
   * @param matrix nine numbers, source to target
   * @param side side of the square result, pixels
   */
  @SuppressWarnings("try") // a pointer scope works by being open
  static void into(Mat from, double[] matrix, Mat to, int side, int border) {
    check(matrix, 9, side, side, border);
    boolean isAffine = matrix[6] == 0 && matrix[7] == 0;
    try (PointerScope scope = new PointerScope()) {
      DoublePointer numbers = new DoublePointer(matrix);
      Size size = new Size(side, side);
      int flags = opencv_imgproc.INTER_LINEAR;
      int edge = opencv_core.BORDER_CONSTANT;
      if (isAffine) {
        Mat affine = new Mat(2, 3, opencv_core.CV_64F, numbers);
        opencv_imgproc.warpAffine(from, to, affine, size, flags, edge, gray(border));
      } else {
        Mat plane = new Mat(3, 3, opencv_core.CV_64F, numbers);
        opencv_imgproc.warpPerspective(from, to, plane, size, flags, edge, gray(border));
      }
    }
  }

  private static Scalar gray(int value) {
    return new Scalar(value, value, value, 0);
  }

  private static void check(double[] matrix, int numbers, int width, int height, int border) {
    if (matrix.length != numbers) {
      throw new IllegalArgumentException(
          "matrix must have " + numbers + " numbers, got " + matrix.length);
    }
    for (double number : matrix) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("matrix must be finite, got " + number);
      }
    }
    if (width < 1 || height < 1 || (long) width * height > ImageProbe.MOST_PIXELS) {
      throw new IllegalArgumentException(
          "target size must be at least 1 x 1 and fit an array, got " + width + " x " + height);
    }
    if (border < 0 || border > 255) {
      throw new IllegalArgumentException("border must be in 0..255, got " + border);
    }
  }
}
