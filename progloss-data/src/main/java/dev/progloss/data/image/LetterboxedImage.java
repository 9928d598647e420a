package dev.progloss.data.image;

import dev.progloss.core.box.Letterbox;
import dev.progloss.core.detection.ImageSize;
import java.util.Arrays;

/**
 * A picture fitted into a square without changing its shape, with what is needed to go back.
 *
 * @param image square, scaled and padded with {@link Letterbox#PADDING_VALUE}
 * @param letterbox scale and padding; maps boxes both ways
 * @param original size of the picture before
 */
public record LetterboxedImage(Image image, Letterbox letterbox, ImageSize original) {

  /**
   * Fits a picture into a square.
   *
   * @param side side of the square, pixels, at least 1
   */
  public static LetterboxedImage of(Image image, int side) {
    Letterbox letterbox = Letterbox.fit(image.width(), image.height(), side);
    Image resized = Resizer.resize(image, letterbox.width(), letterbox.height());
    if (resized.width() == side && resized.height() == side) {
      return new LetterboxedImage(resized, letterbox, image.size());
    }
    byte[] square = new byte[3 * side * side];
    Arrays.fill(square, (byte) Letterbox.PADDING_VALUE);
    int rowBytes = 3 * resized.width();
    for (int y = 0; y < resized.height(); y++) {
      int target = 3 * ((y + letterbox.top()) * side + letterbox.left());
      System.arraycopy(resized.rgb(), y * rowBytes, square, target, rowBytes);
    }
    return new LetterboxedImage(new Image(side, side, square), letterbox, image.size());
  }
}
