package dev.progloss.data.synthetic;

import dev.progloss.core.box.Box;
import dev.progloss.data.augment.SampleRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in one picture, before it is painted.
 *
 * @param side of the square picture, pixels
 * @param corners colours of the background at its four corners, between which it fades
 * @param clutter strokes that mean nothing, painted first
 * @param objects what is to be found, painted in this order
 * @param grain strength of the noise, gray levels
 */
record Scene(
    int side, List<Integer> corners, List<Stroke> clutter, List<PlacedShape> objects, int grain) {

  private static final List<Shape> SHAPES = List.of(Shape.values());
  private static final int LEAST_OBJECTS = 4;
  private static final int MOST_OBJECTS = 8;
  private static final int STROKES = 6;
  private static final int TRIES = 40;

  /** Share of the smaller of two boxes that may be shared. */
  private static final double MOST_OVERLAP = 0.25;

  private static final double LEAST_CONTRAST = 140;

  /** Radii as shares of the side: tiny to large, each doubling equally likely. */
  private static final double LEAST_RADIUS = 0.06;

  private static final double MOST_RADIUS = 0.26;
  private static final double MOST_TURN = Math.toRadians(15);

  /** A line across the picture: from, to, half width, colour. */
  record Stroke(double x1, double y1, double x2, double y2, double halfWidth, int rgb) {

    boolean covers(double x, double y) {
      double dx = x2 - x1;
      double dy = y2 - y1;
      double along = ((x - x1) * dx + (y - y1) * dy) / Math.max(1e-9, dx * dx + dy * dy);
      double at = Math.max(0, Math.min(1, along));
      double ox = x - x1 - at * dx;
      double oy = y - y1 - at * dy;
      return ox * ox + oy * oy <= halfWidth * halfWidth;
    }
  }

  Scene {
    corners = List.copyOf(corners);
    clutter = List.copyOf(clutter);
    objects = List.copyOf(objects);
  }

  /** A scene at random. */
  static Scene draw(SampleRandom random, int side) {
    int base = colour(random);
    List<Integer> corners = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      corners.add(near(base, random, 40));
    }
    List<Stroke> clutter = new ArrayList<>();
    for (int i = 0; i < STROKES; i++) {
      double x = random.between(0, side);
      double y = random.between(0, side);
      double reach = side * 0.4;
      clutter.add(
          new Stroke(
              x,
              y,
              x + random.between(-reach, reach),
              y + random.between(-reach, reach),
              random.between(0.4, 1.6),
              near(base, random, 80)));
    }
    List<PlacedShape> objects = new ArrayList<>();
    int wanted = LEAST_OBJECTS + random.nextInt(MOST_OBJECTS - LEAST_OBJECTS + 1);
    for (int i = 0; i < wanted; i++) {
      place(random, side, base, objects);
    }
    return new Scene(side, corners, clutter, objects, 4 + random.nextInt(10));
  }

  /** Tries to find room; a full picture stays as it is. */
  private static void place(SampleRandom random, int side, int base, List<PlacedShape> objects) {
    Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
    double radius = side * LEAST_RADIUS * Math.pow(MOST_RADIUS / LEAST_RADIUS, random.nextDouble());
    double angle = random.between(-MOST_TURN, MOST_TURN);
    int rgb = contrasting(base, random);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      double x = random.between(radius + 1, side - radius - 1);
      double y = random.between(radius + 1, side - radius - 1);
      PlacedShape placed = new PlacedShape(shape, x, y, radius, angle, rgb);
      Box box = placed.box();
      if (objects.stream().allMatch(other -> isApart(box, other.box()))) {
        objects.add(placed);
        return;
      }
    }
  }

  private static boolean isApart(Box a, Box b) {
    return a.intersection(b) <= MOST_OVERLAP * Math.min(a.area(), b.area());
  }

  private static int colour(SampleRandom random) {
    return (random.nextInt(256) << 16) | (random.nextInt(256) << 8) | random.nextInt(256);
  }

  private static int near(int rgb, SampleRandom random, int reach) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int value = ((rgb >> shift) & 0xFF) + random.nextInt(2 * reach + 1) - reach;
      mixed |= Math.max(0, Math.min(255, value)) << shift;
    }
    return mixed;
  }

  private static int contrasting(int base, SampleRandom random) {
    int best = colour(random);
    for (int i = 0; i < TRIES && distance(best, base) < LEAST_CONTRAST; i++) {
      best = colour(random);
    }
    return best;
  }

  private static double distance(int a, int b) {
    double sum = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double difference = ((a >> shift) & 0xFF) - ((b >> shift) & 0xFF);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
