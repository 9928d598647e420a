package dev.progloss.data.synthetic;

import dev.progloss.core.detection.ClassNames;
import java.util.Arrays;
import java.util.Locale;

/** What is drawn, as an outline within the unit circle; told apart by form, never by colour. */
enum Shape {
  DISC(regular(48, 1, 1)),
  RING(regular(48, 1, 1)),
  TRIANGLE(regular(3, 1, 1)),
  SQUARE(regular(4, 1, 1)),
  STAR(regular(10, 1, 0.42)),
  CROSS(cross(0.34));

  /** Share of a ring's radius that is hole. */
  private static final double HOLE = 0.55;

  /** Corners x, y, x, y, ... */
  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final double[] corners;

  Shape(double[] corners) {
    this.corners = corners;
  }

  static ClassNames classNames() {
    return new ClassNames(
        Arrays.stream(values()).map(shape -> shape.name().toLowerCase(Locale.ROOT)).toList());
  }

  /** The outline turned by an angle, x and y in turn; radians. */
  double[] outline(double angle) {
    double[] turned = new double[corners.length];
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int i = 0; i < corners.length; i += 2) {
      turned[i] = corners[i] * cos - corners[i + 1] * sin;
      turned[i + 1] = corners[i] * sin + corners[i + 1] * cos;
    }
    return turned;
  }

  /** Whether a point of the upright unit frame is covered: inside an odd number of times. */
  boolean covers(double x, double y) {
    if (this == RING && x * x + y * y < HOLE * HOLE) {
      return false;
    }
    boolean inside = false;
    for (int i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
      boolean straddles = corners[i + 1] > y != corners[j + 1] > y;
      if (straddles) {
        double slope = (corners[j] - corners[i]) / (corners[j + 1] - corners[i + 1]);
        inside ^= x < corners[i] + slope * (y - corners[i + 1]);
      }
    }
    return inside;
  }

  /** So many corners around the circle, every second one at another radius. */
  private static double[] regular(int count, double even, double odd) {
    double[] corners = new double[2 * count];
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * i / count - Math.PI / 2;
      double radius = i % 2 == 0 ? even : odd;
      corners[2 * i] = radius * Math.cos(angle);
      corners[2 * i + 1] = radius * Math.sin(angle);
    }
    return corners;
  }

  /** A plus sign whose arms have this half width. */
  private static double[] cross(double a) {
    double b = Math.sqrt(1 - a * a);
    return new double[] {
      -a, -b, a, -b, a, -a, b, -a, b, a, a, a, a, b, -a, b, -a, a, -b, a, -b, -a, -a, -a
    };
  }
}
