package dev.progloss.data.image;

import java.util.Locale;

/** Multiplies hue, saturation and value of a whole picture, in OpenCV's 8-bit HSV. */
final class HsvJitter {

  private static final int HUES = 180;

  private HsvJitter() {}

  /**
   * What each hue, saturation and value becomes.
   *
   * @param hue factor, at least 0; hues turn around
   * @param saturation factor, at least 0; cut at full
   * @param value factor, at least 0; cut at full
   * @return three tables of 256 bytes
   */
  static byte[][] tables(double hue, double saturation, double value) {
    if (!(hue >= 0 && saturation >= 0 && value >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "factors must not be negative, got %s, %s, %s", hue, saturation, value));
    }
    byte[][] tables = new byte[3][256];
    for (int i = 0; i < 256; i++) {
      tables[0][i] = (byte) (int) (i * hue % HUES);
      tables[1][i] = (byte) (int) Math.min(i * saturation, 255);
      tables[2][i] = (byte) (int) Math.min(i * value, 255);
    }
    return tables;
  }
}
