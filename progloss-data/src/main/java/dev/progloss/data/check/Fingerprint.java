package dev.progloss.data.check;

import dev.progloss.data.image.Image;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a picture is recognised by.
 *
 * <p><b>Looks.</b> The picture is averaged, as gray, over a grid of 9 x 9 cells; 64 bits say
 * whether a cell is brighter than its left neighbour, 64 more whether it is brighter than the one
 * above. Scaling, recompression and mild changes of colour turn few of them; a mirror image, a turn
 * or a crop turns many, and is not recognised.
 *
 * @param pixels a digest of size and pixels
 * @param across bits of left and right neighbours
 * @param down bits of upper and lower neighbours
 * @param isPlain whether the picture is too even for its looks to say anything
 */
record Fingerprint(String pixels, long across, long down, boolean isPlain) {

  /** How many bits looks have. */
  static final int BITS = 128;

  /** Pictures that differ in at most so many bits look alike; strangers differ in about half. */
  static final int ALIKE = 8;

  private static final int GRID = 9;
  private static final double LEAST_CONTRAST = 8;

  static Fingerprint of(Image image) {
    double[][] gray = gray(image);
    long across = 0;
    long down = 0;
    for (int row = 0; row < GRID - 1; row++) {
      for (int column = 0; column < GRID - 1; column++) {
        double here = gray[row][column];
        across = across << 1 | (gray[row][column + 1] > here ? 1 : 0);
        down = down << 1 | (gray[row + 1][column] > here ? 1 : 0);
      }
    }
    return new Fingerprint(digest(image), across, down, contrast(gray) < LEAST_CONTRAST);
  }

  /** In how many bits the looks differ. */
  int distance(Fingerprint other) {
    return Long.bitCount(across ^ other.across) + Long.bitCount(down ^ other.down);
  }

  private static String digest(Image image) {
    MessageDigest digest = SameFiles.digest();
    digest.update((image.width() + "x").getBytes(StandardCharsets.US_ASCII));
    digest.update(image.rgb());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Mean gray of each cell, 0..255; a cell has at least one pixel. */
  private static double[][] gray(Image image) {
    double[][] gray = new double[GRID][GRID];
    for (int row = 0; row < GRID; row++) {
      int top = Math.min(image.height() - 1, start(row, image.height()));
      int bottom = Math.max(top + 1, start(row + 1, image.height()));
      for (int column = 0; column < GRID; column++) {
        int left = Math.min(image.width() - 1, start(column, image.width()));
        int right = Math.max(left + 1, start(column + 1, image.width()));
        gray[row][column] = mean(image, left, top, right, bottom);
      }
    }
    return gray;
  }

  private static int start(int cell, int side) {
    return (int) ((long) cell * side / GRID);
  }

  private static double mean(Image image, int left, int top, int right, int bottom) {
    byte[] rgb = image.rgb();
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      int at = 3 * (y * image.width() + left);
      for (int x = left; x < right; x++, at += 3) {
        sum += 299 * (rgb[at] & 0xFF) + 587 * (rgb[at + 1] & 0xFF) + 114 * (rgb[at + 2] & 0xFF);
      }
    }
    return sum / 1000.0 / ((double) (right - left) * (bottom - top));
  }

  private static double contrast(double[][] gray) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] row : gray) {
      for (double value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    return most - least;
  }
}
