package dev.progloss.data.synthetic;

import dev.progloss.core.box.Box;

/**
 * A shape in a picture.
 *
 * @param shape which
 * @param x centre, pixels
 * @param y centre, pixels
 * @param radius of the circle around it, pixels
 * @param angle turn, radians
 * @param rgb colour, 0xRRGGBB
 */
record PlacedShape(Shape shape, double x, double y, double radius, double angle, int rgb) {

  /** The upright box around the turned outline. */
  Box box() {
    double[] outline = shape.outline(angle);
    double x1 = Double.POSITIVE_INFINITY;
    double y1 = Double.POSITIVE_INFINITY;
    double x2 = Double.NEGATIVE_INFINITY;
    double y2 = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < outline.length; i += 2) {
      x1 = Math.min(x1, outline[i]);
      x2 = Math.max(x2, outline[i]);
      y1 = Math.min(y1, outline[i + 1]);
      y2 = Math.max(y2, outline[i + 1]);
    }
    return new Box(x + radius * x1, y + radius * y1, x + radius * x2, y + radius * y2);
  }

  /** Whether a point of the picture is covered. */
  boolean covers(double px, double py) {
    double dx = (px - x) / radius;
    double dy = (py - y) / radius;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return shape.covers(dx * cos + dy * sin, dy * cos - dx * sin);
  }
}
