package dev.progloss.data.image;

/** Turns and mirrors stored pixels as EXIF orientation says. */
final class Orientation {

  private Orientation() {}

  /** The picture as a person sees it; the same object for orientation 1. */
  static Image upright(Image stored, int orientation) {
    if (orientation == ExifOrientation.UPRIGHT) {
      return stored;
    }
    boolean isTurned = orientation >= 5;
    int width = isTurned ? stored.height() : stored.width();
    int height = isTurned ? stored.width() : stored.height();
    // Orientations 5 to 8 are 1 to 4 in some order after swapping x and y; each then runs along
    // the stored rows and columns either forwards or backwards.
    boolean isFlippedX =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean isFlippedY =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    int target = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int storedX = isTurned ? y : x;
        int storedY = isTurned ? x : y;
        storedX = isFlippedX ? stored.width() - 1 - storedX : storedX;
        storedY = isFlippedY ? stored.height() - 1 - storedY : storedY;
        int source = 3 * (storedY * stored.width() + storedX);
        to[target++] = from[source];
        to[target++] = from[source + 1];
        to[target++] = from[source + 2];
      }
    }
    return new Image(width, height, to);
  }
}
