package dev.progloss.core.box;

/**
 * Overlap of two boxes and its relatives, in doubles.
 *
 * <p>Exact forms have no epsilon and are NaN where they are 0 / 0. Smoothed forms, which losses and
 * assignment use, add {@value #EPSILON} where a division could fail: to both heights, to the union,
 * to the squared diagonal (or the enclosing area), and to the denominator of CIoU's trade-off.
 */
public final class Iou {

  /** What smoothed forms add. */
  public static final double EPSILON = 1e-7;

  private static final double ASPECT_FACTOR = 4 / (Math.PI * Math.PI);

  private Iou() {}

  /** The exact form. */
  public static double exact(IouKind kind, Box a, Box b) {
    double shared = a.intersection(b);
    double union = a.area() + b.area() - shared;
    double iou = shared / union;
    double width = Math.max(a.x2(), b.x2()) - Math.min(a.x1(), b.x1());
    double height = Math.max(a.y2(), b.y2()) - Math.min(a.y1(), b.y1());
    return switch (kind) {
      case IOU -> iou;
      case GIOU -> iou - (width * height - union) / (width * height);
      case DIOU -> iou - centreDistance(a, b) / (width * width + height * height);
      case CIOU -> {
        double diou = iou - centreDistance(a, b) / (width * width + height * height);
        double turn = angle(b) - angle(a);
        double aspect = ASPECT_FACTOR * turn * turn;
        yield aspect == 0 ? diou : diou - aspect * aspect / (1 - iou + aspect);
      }
    };
  }

  /** The smoothed form. */
  public static double smoothed(IouKind kind, Box a, Box b) {
    if (kind == IouKind.CIOU) {
      return ciou(a.x1(), a.y1(), a.x2(), a.y2(), b);
    }
    double heightA = a.height() + EPSILON;
    double heightB = b.height() + EPSILON;
    double shared = a.intersection(b);
    double union = a.width() * heightA + b.width() * heightB - shared + EPSILON;
    double iou = shared / union;
    double width = Math.max(a.x2(), b.x2()) - Math.min(a.x1(), b.x1());
    double height = Math.max(a.y2(), b.y2()) - Math.min(a.y1(), b.y1());
    return switch (kind) {
      case GIOU -> {
        double enclosing = width * height + EPSILON;
        yield iou - (enclosing - union) / enclosing;
      }
      case DIOU -> iou - centreDistance(a, b) / (width * width + height * height + EPSILON);
      default -> iou;
    };
  }

  /**
   * The smoothed IoU of a box given by its edges, which may be reversed as a network's may, and
   * another; in 0..1, 0 where the edges are reversed. Allocates nothing.
   */
  public static double iou(double x1, double y1, double x2, double y2, Box b) {
    double sharedX = Math.max(Math.min(x2, b.x2()) - Math.max(x1, b.x1()), 0);
    double sharedY = Math.max(Math.min(y2, b.y2()) - Math.max(y1, b.y1()), 0);
    double shared = sharedX * sharedY;
    if (!(shared > 0)) {
      return 0;
    }
    double areaA = (x2 - x1) * (y2 - y1 + EPSILON);
    double areaB = (b.x2() - b.x1()) * (b.y2() - b.y1() + EPSILON);
    return shared / (areaA + areaB - shared + EPSILON);
  }

  /**
   * The smoothed CIoU of a box given by its edges, which may be reversed as a network's may, and
   * another. Allocates nothing: assignment calls it for every candidate.
   */
  public static double ciou(double x1, double y1, double x2, double y2, Box b) {
    double widthA = x2 - x1;
    double heightA = y2 - y1 + EPSILON;
    double widthB = b.x2() - b.x1();
    double heightB = b.y2() - b.y1() + EPSILON;
    double sharedX = Math.max(Math.min(x2, b.x2()) - Math.max(x1, b.x1()), 0);
    double sharedY = Math.max(Math.min(y2, b.y2()) - Math.max(y1, b.y1()), 0);
    double shared = sharedX * sharedY;
    double iou = shared / (widthA * heightA + widthB * heightB - shared + EPSILON);
    double width = Math.max(x2, b.x2()) - Math.min(x1, b.x1());
    double height = Math.max(y2, b.y2()) - Math.min(y1, b.y1());
    double dx = b.x1() + b.x2() - x1 - x2;
    double dy = b.y1() + b.y2() - y1 - y2;
    double distance = (dx * dx + dy * dy) / 4;
    double turn = Math.atan(widthB / heightB) - Math.atan(widthA / heightA);
    double aspect = ASPECT_FACTOR * turn * turn;
    double tradeOff = aspect / (aspect - iou + (1 + EPSILON));
    return iou - (distance / (width * width + height * height + EPSILON) + aspect * tradeOff);
  }

  /** Angle of the diagonal; a point has none. */
  private static double angle(Box box) {
    return box.width() == 0 && box.height() == 0
        ? Double.NaN
        : Math.atan2(box.width(), box.height());
  }

  /** Squared distance of the centres. */
  private static double centreDistance(Box a, Box b) {
    double dx = a.x1() + a.x2() - b.x1() - b.x2();
    double dy = a.y1() + a.y2() - b.y1() - b.y2();
    return (dx * dx + dy * dy) / 4;
  }
}
