package dev.progloss.data.image;

import dev.progloss.core.detection.ImageSize;

/**
 * A picture on the heap: 8-bit RGB, interleaved, rows from top to bottom.
 *
 * <p>The array is not copied, neither in nor out: whoever makes an image gives the array away,
 * whoever reads it must not write to it.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param rgb {@code 3 * width * height} bytes; pixel (x, y) starts at {@code 3 * (y * width + x)}
 */
@SuppressWarnings("ArrayRecordComponent") // a picture is its array; equality is never asked of it
public record Image(int width, int height, byte[] rgb) {

  /** Checks that the array fits the size. */
  public Image {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "an image of "
              + width
              + " x "
              + height
              + " needs 3 * width * height bytes, got "
              + rgb.length);
    }
  }

  /** A picture of one gray value, 0..255. */
  public static Image filled(int width, int height, int value) {
    byte[] rgb = new byte[3 * width * height];
    java.util.Arrays.fill(rgb, (byte) value);
    return new Image(width, height, rgb);
  }

  /** Width and height. */
  public ImageSize size() {
    return new ImageSize(width, height);
  }

  /** One value, 0..255; channel 0 is red, 1 green, 2 blue. */
  public int at(int x, int y, int channel) {
    return rgb[3 * (y * width + x) + channel] & 0xFF;
  }
}
