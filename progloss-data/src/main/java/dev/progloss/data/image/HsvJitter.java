package dev.progloss.data.image;

import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Multiplies hue, saturation and value of a whole picture, in OpenCV's 8-bit HSV. */
public final class HsvJitter {

  private static final int HUES = 180;

  private HsvJitter() {}

  /**
   * The picture in other colours.
   *
   * @param hue factor, at least 0; hues turn around
   * @param saturation factor, at least 0; cut at full
   * @param value factor, at least 0; cut at full
   */
  public static Image apply(Image image, double hue, double saturation, double value) {
    if (!(hue >= 0 && saturation >= 0 && value >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "factors must not be negative, got %s, %s, %s", hue, saturation, value));
    }
    byte[] table = new byte[3 * 256];
    for (int i = 0; i < 256; i++) {
      table[3 * i] = (byte) (int) (i * hue % HUES);
      table[3 * i + 1] = (byte) (int) Math.min(i * saturation, 255);
      table[3 * i + 2] = (byte) (int) Math.min(i * value, 255);
    }
    try (PointerScope scope = new PointerScope()) {
      Mat pixels = NativePixels.copyOf(image);
      Mat hsv = new Mat();
      opencv_imgproc.cvtColor(pixels, hsv, opencv_imgproc.COLOR_RGB2HSV);
      Mat lookup = new Mat(1, 256, opencv_core.CV_8UC3, new BytePointer(table));
      opencv_core.LUT(hsv, lookup, hsv);
      opencv_imgproc.cvtColor(hsv, pixels, opencv_imgproc.COLOR_HSV2RGB);
      return NativePixels.toImage(pixels);
    }
  }
}
