package dev.progloss.core.box;

/**
 * An axis-aligned rectangle, xyxy, continuous coordinates: a box from 0 to 10 is 10 wide.
 *
 * <p>The frame (image pixels, network-input pixels, grid cells, 0..1) is the caller's; a method
 * that takes boxes says which one it means. Zero-sized boxes are allowed, reversed ones are not.
 *
 * @param x1 left edge
 * @param y1 top edge
 * @param x2 right edge, at least {@code x1}
 * @param y2 bottom edge, at least {@code y1}
 */
public record Box(double x1, double y1, double x2, double y2) {

  /** Checks that every edge is finite and none is reversed. */
  public Box {
    if (!(Double.isFinite(x1)
        && Double.isFinite(y1)
        && Double.isFinite(x2)
        && Double.isFinite(y2))) {
      throw new IllegalArgumentException(
          "box edges must be finite, got " + x1 + ", " + y1 + ", " + x2 + ", " + y2);
    }
    if (x2 < x1 || y2 < y1) {
      throw new IllegalArgumentException(
          "box must have x1 <= x2 and y1 <= y2, got " + x1 + ", " + y1 + ", " + x2 + ", " + y2);
    }
  }

  /** The box of the given centre and size, in the same frame as they are. */
  public static Box ofCentre(double centreX, double centreY, double width, double height) {
    return new Box(
        centreX - width / 2, centreY - height / 2, centreX + width / 2, centreY + height / 2);
  }

  /** The box of the given top-left corner and size, as COCO files write it. */
  public static Box ofCorner(double x, double y, double width, double height) {
    return new Box(x, y, x + width, y + height);
  }

  /** Width, at least 0. */
  public double width() {
    return x2 - x1;
  }

  /** Height, at least 0. */
  public double height() {
    return y2 - y1;
  }

  /** Width times height. */
  public double area() {
    return width() * height();
  }

  /** Horizontal middle. */
  public double centreX() {
    return (x1 + x2) / 2;
  }

  /** Vertical middle. */
  public double centreY() {
    return (y1 + y2) / 2;
  }

  /** Area shared with {@code other}, 0 if they only touch. */
  public double intersection(Box other) {
    double w = Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double h = Math.min(y2, other.y2) - Math.max(y1, other.y1);
    return w > 0 && h > 0 ? w * h : 0;
  }

  /** Intersection over union in 0..1; 0 when both boxes have no area. */
  public double iou(Box other) {
    double shared = intersection(other);
    double union = area() + other.area() - shared;
    return union > 0 ? shared / union : 0;
  }

  /** This box cut to {@code [0, width] x [0, height]}; of zero size if it lies outside. */
  public Box clippedTo(double width, double height) {
    return new Box(clip(x1, width), clip(y1, height), clip(x2, width), clip(y2, height));
  }

  /** Every coordinate times a factor, x and y apart. Factors must not be negative. */
  public Box scaled(double factorX, double factorY) {
    return new Box(x1 * factorX, y1 * factorY, x2 * factorX, y2 * factorY);
  }

  /** Moved by an offset. */
  public Box shifted(double dx, double dy) {
    return new Box(x1 + dx, y1 + dy, x2 + dx, y2 + dy);
  }

  private static double clip(double value, double limit) {
    return Math.max(0, Math.min(value, limit));
  }
}
