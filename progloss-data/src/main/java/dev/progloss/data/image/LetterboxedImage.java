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
    return ofFitted(Resizer.fit(image, side), image.size(), side);
  }

  /**
   * The same from a picture that has been scaled already.
   *
   * @param resized the picture, its longer side as long as the square's
   * @param original its size before
   * @param side side of the square, pixels, at least 1
   */
  public static LetterboxedImage ofFitted(Image resized, ImageSize original, int side) {
    Letterbox letterbox = Letterbox.fit(original.width(), original.height(), side);
    if (resized.width() != letterbox.width() || resized.height() != letterbox.height()) {
      throw new IllegalArgumentException(
          "must be scaled to "
              + letterbox.width()
              + " x "
              + letterbox.height()
              + ", is "
              + resized.width()
              + " x "
              + resized.height());
    }
    if (resized.width() == side && resized.height() == side) {
      return new LetterboxedImage(resized, letterbox, original);
    }
    byte[] square = new byte[3 * side * side];
    Arrays.fill(square, (byte) Letterbox.PADDING_VALUE);
    int rowBytes = 3 * resized.width();
    for (int y = 0; y < resized.height(); y++) {
      int target = 3 * ((y + letterbox.top()) * side + letterbox.left());
      System.arraycopy(resized.rgb(), y * rowBytes, square, target, rowBytes);
    }
    return new LetterboxedImage(new Image(side, side, square), letterbox, original);
  }
}
