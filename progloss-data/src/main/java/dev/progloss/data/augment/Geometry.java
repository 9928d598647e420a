package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.image.PixelArea;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One plane mapping of a picture and its boxes: turn, size, shear, shift, perspective together, so
 * that pixels are interpolated once.
 *
 * <p>A box survives if both sides are longer than 2 pixels, neither is 100 times the other, and at
 * least a tenth of its area is left of what it would have without the cut at the border.
 *
 * @param matrix nine numbers row by row, source to target, in continuous coordinates
 * @param side side of the square result, pixels
 */
@SuppressWarnings("ArrayRecordComponent") // made for one sample and only read
record Geometry(double[] matrix, int side) {

  private static final double LEAST_SIDE = 2;
  private static final double MOST_ASPECT = 100;
  private static final double LEAST_SHARE = 0.1;

  /** Below this a corner is on, or behind, the horizon of the perspective. */
  private static final double HORIZON = 1e-6;

  /** Below this the plane is all but folded onto a line, and cannot be followed back. */
  private static final double LEAST_DETERMINANT = 1e-6;

  /** How far from where it looks a bilinear mapping may reach, pixels, with room for rounding. */
  private static final int REACH = 2;

  /** A random mapping of a square source onto the middle of the target, as the config allows. */
  static Geometry random(AugmentConfig config, SampleRandom random, int source, int side) {
    double perspectiveX = random.between(-config.perspective(), config.perspective());
    double perspectiveY = random.between(-config.perspective(), config.perspective());
    double turn = Math.toRadians(random.between(-config.degrees(), config.degrees()));
    double zoom = random.between(1 - config.scale(), 1 + config.scale());
    double shearX = StrictMath.tan(Math.toRadians(random.between(-config.shear(), config.shear())));
    double shearY = StrictMath.tan(Math.toRadians(random.between(-config.shear(), config.shear())));
    double x = random.between(0.5 - config.translate(), 0.5 + config.translate()) * side;
    double y = random.between(0.5 - config.translate(), 0.5 + config.translate()) * side;
    double cos = zoom * StrictMath.cos(turn);
    double sin = zoom * StrictMath.sin(turn);
    double[] toMiddle = {1, 0, -source / 2.0, 0, 1, -source / 2.0, 0, 0, 1};
    double[] tilt = {1, 0, 0, 0, 1, 0, perspectiveX, perspectiveY, 1};
    double[] rotate = {cos, sin, 0, -sin, cos, 0, 0, 0, 1};
    double[] shear = {1, shearX, 0, shearY, 1, 0, 0, 0, 1};
    double[] fromMiddle = {1, 0, x, 0, 1, y, 0, 0, 1};
    double[] all = times(fromMiddle, times(shear, times(rotate, times(tilt, toMiddle))));
    return new Geometry(all, side);
  }

  /**
   * Moves boxes; those of which too little is left are dropped.
   *
   * @param annotations each has the area of the whole object, also where its box was cut
   */
  List<Annotation> moved(List<Annotation> annotations) {
    List<Annotation> moved = new ArrayList<>();
    for (Annotation annotation : annotations) {
      Box bounds = bounds(annotation.box());
      if (bounds != null) {
        Box cut = bounds.clippedTo(side, side);
        double wholes = annotation.area() / annotation.box().area();
        if (survives(cut, wholes * bounds.area())) {
          moved.add(annotation.movedTo(cut));
        }
      }
    }
    return moved;
  }

  /** Whether nothing moves at all. */
  boolean isStill() {
    return Arrays.equals(matrix, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
  }

  /**
   * The mapping of pixel centres, as a warp needs it; boxes are in continuous coordinates in which
   * the first pixel's centre is at one half.
   */
  double[] ofCentres() {
    double[] toCorner = {1, 0, 0.5, 0, 1, 0.5, 0, 0, 1};
    double[] toCentre = {1, 0, -0.5, 0, 1, -0.5, 0, 0, 1};
    return times(toCentre, times(matrix, toCorner));
  }

  /**
   * What of the source the target shows; somewhat more where that is easier to say.
   *
   * @param source side of the square source, pixels
   */
  PixelArea seen(int source) {
    double[] m = ofCentres();
    double determinant = m[0] * m[4] - m[1] * m[3];
    if (m[6] != 0 || m[7] != 0 || !(Math.abs(determinant) > LEAST_DETERMINANT)) {
      return PixelArea.square(source);
    }
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int corner = 0; corner < 4; corner++) {
      double x = (corner % 2 == 0 ? 0 : side - 1) - m[2];
      double y = (corner < 2 ? 0 : side - 1) - m[5];
      double fromX = (m[4] * x - m[1] * y) / determinant;
      double fromY = (m[0] * y - m[3] * x) / determinant;
      left = Math.min(left, fromX);
      right = Math.max(right, fromX);
      top = Math.min(top, fromY);
      bottom = Math.max(bottom, fromY);
    }
    return new PixelArea(
            (int) Math.floor(left) - REACH,
            (int) Math.floor(top) - REACH,
            (int) Math.ceil(right) + REACH + 1,
            (int) Math.ceil(bottom) + REACH + 1)
        .and(PixelArea.square(source));
  }

  /** The upright box around the moved corners; null if one of them is not in front of us. */
  private @Nullable Box bounds(Box box) {
    double[] xs = {box.x1(), box.x2(), box.x1(), box.x2()};
    double[] ys = {box.y1(), box.y1(), box.y2(), box.y2()};
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 4; i++) {
      double w = matrix[6] * xs[i] + matrix[7] * ys[i] + matrix[8];
      if (w < HORIZON) {
        return null;
      }
      double x = (matrix[0] * xs[i] + matrix[1] * ys[i] + matrix[2]) / w;
      double y = (matrix[3] * xs[i] + matrix[4] * ys[i] + matrix[5]) / w;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return new Box(left, top, right, bottom);
  }

  private static boolean survives(Box cut, double wholeArea) {
    double aspect = Math.max(cut.width() / cut.height(), cut.height() / cut.width());
    return cut.width() > LEAST_SIDE
        && cut.height() > LEAST_SIDE
        && aspect < MOST_ASPECT
        && cut.area() >= LEAST_SHARE * wholeArea;
  }

  private static double[] times(double[] a, double[] b) {
    double[] product = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int k = 0; k < 3; k++) {
          product[3 * row + column] += a[3 * row + k] * b[3 * k + column];
        }
      }
    }
    return product;
  }
}
