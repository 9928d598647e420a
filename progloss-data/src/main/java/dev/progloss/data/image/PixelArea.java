package dev.progloss.data.image;

/**
 * A rectangle of whole pixels.
 *
 * @param left first column
 * @param top first row
 * @param right first column behind it
 * @param bottom first row behind it
 */
public record PixelArea(int left, int top, int right, int bottom) {

  /** A square with a corner at the origin. */
  public static PixelArea square(int side) {
    return new PixelArea(0, 0, side, side);
  }

  /** What both cover; perhaps nothing. */
  public PixelArea and(PixelArea other) {
    return new PixelArea(
        Math.max(left, other.left),
        Math.max(top, other.top),
        Math.min(right, other.right),
        Math.min(bottom, other.bottom));
  }

  /** Whether it has no pixel. */
  public boolean isEmpty() {
    return left >= right || top >= bottom;
  }
}
