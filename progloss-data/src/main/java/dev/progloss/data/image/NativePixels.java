package dev.progloss.data.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Carries pictures between the heap and OpenCV; callers hold an open {@code PointerScope}. */
final class NativePixels {

  static {
    // The caller's threads are the parallelism; a pool inside each call would only fight with them.
    opencv_core.setNumThreads(1);
  }

  private NativePixels() {}

  /** Makes sure that OpenCV is loaded and set up, for those who only pass matrices around. */
  static void start() {
    // Being initialised is enough.
  }

  /** A copy of the picture, 8-bit, three channels in RGB order. */
  static Mat copyOf(Image image) {
    Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
    BytePointer data = mat.data();
    data.put(image.rgb(), 0, image.rgb().length);
    return mat;
  }

  /** The bytes as a matrix of one row. */
  static Mat row(byte[] bytes) {
    Mat mat = new Mat(1, bytes.length, opencv_core.CV_8UC1);
    mat.data().put(bytes, 0, bytes.length);
    return mat;
  }

  /** A copy on the heap; the matrix must be continuous and hold 8-bit RGB. */
  static Image toImage(Mat mat) {
    if (mat.type() != opencv_core.CV_8UC3 || !mat.isContinuous()) {
      throw new IllegalStateException("matrix must be continuous 8-bit RGB, got " + mat);
    }
    byte[] rgb = new byte[3 * mat.rows() * mat.cols()];
    mat.data().get(rgb, 0, rgb.length);
    return new Image(mat.cols(), mat.rows(), rgb);
  }
}
