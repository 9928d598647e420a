package dev.progloss.core.box;

/**
 * Further ways to say how well two boxes fit, in doubles; each is at most 1, and 1 for equal boxes.
 *
 * <p>All are smoothed as {@link Iou#smoothed} is, by {@link Iou#EPSILON} where a division could
 * fail. Those that build on IoU are scale-free except {@link #mpdiou}, which takes pixels; {@link
 * #nwd} takes pixels as well.
 */
public final class BoxFit {

  private BoxFit() {}

  /**
   * EIoU: IoU minus squared differences of centre, width and height, each over its square of the
   * enclosing box.
   *
   * @see <a href="https://arxiv.org/abs/2101.08158">EIoU</a>
   */
  public static double eiou(Box a, Box b) {
    double width = Math.max(a.x2(), b.x2()) - Math.min(a.x1(), b.x1());
    double height = Math.max(a.y2(), b.y2()) - Math.min(a.y1(), b.y1());
    double dx = a.centreX() - b.centreX();
    double dy = a.centreY() - b.centreY();
    double dw = a.width() - b.width();
    double dh = a.height() - b.height();
    return Iou.smoothed(IouKind.IOU, a, b)
        - (dx * dx + dy * dy) / (width * width + height * height + Iou.EPSILON)
        - dw * dw / (width * width + Iou.EPSILON)
        - dh * dh / (height * height + Iou.EPSILON);
  }

  /**
   * SIoU: IoU minus half the sum of a distance cost, which weighs more the nearer the centres lie
   * to a diagonal of each other, and a shape cost.
   *
   * @param theta exponent of the shape cost; the paper's range is 2 to 6
   * @see <a href="https://arxiv.org/abs/2205.12740">SIoU</a>
   */
  public static double siou(Box a, Box b, double theta) {
    double width = Math.max(a.x2(), b.x2()) - Math.min(a.x1(), b.x1()) + Iou.EPSILON;
    double height = Math.max(a.y2(), b.y2()) - Math.min(a.y1(), b.y1()) + Iou.EPSILON;
    double dx = a.centreX() - b.centreX();
    double dy = a.centreY() - b.centreY();
    // 1 - 2 sin^2(arcsin(sin alpha) - pi / 4) = sin(2 alpha) = 2 sin alpha cos alpha.
    double angle = 2 * Math.abs(dx * dy) / (dx * dx + dy * dy + Iou.EPSILON);
    double steepness = 2 - angle;
    double distance =
        2
            - Math.exp(-steepness * dx * dx / (width * width))
            - Math.exp(-steepness * dy * dy / (height * height));
    double shape =
        Math.pow(1 - Math.exp(-gap(a.width(), b.width())), theta)
            + Math.pow(1 - Math.exp(-gap(a.height(), b.height())), theta);
    return Iou.smoothed(IouKind.IOU, a, b) - (distance + shape) / 2;
  }

  private static double gap(double a, double b) {
    return Math.abs(a - b) / (Math.max(a, b) + Iou.EPSILON);
  }

  /**
   * MPDIoU: IoU minus the squared distances of both corners over the squared diagonal of the
   * network's input.
   *
   * @param a pixels
   * @param b pixels
   * @param inputWidth width of the network's input, pixels
   * @param inputHeight height of the network's input, pixels
   * @see <a href="https://arxiv.org/abs/2307.07662">MPDIoU</a>
   */
  public static double mpdiou(Box a, Box b, double inputWidth, double inputHeight) {
    double diagonal = inputWidth * inputWidth + inputHeight * inputHeight;
    double first = square(a.x1() - b.x1()) + square(a.y1() - b.y1());
    double second = square(a.x2() - b.x2()) + square(a.y2() - b.y2());
    return Iou.smoothed(IouKind.IOU, a, b) - (first + second) / diagonal;
  }

  /**
   * Normalised Gaussian Wasserstein distance: {@code exp(-d / constant)}, where d is the distance
   * of the two boxes seen as normal distributions; in 0..1, and above 0 for boxes that are apart.
   *
   * @param a pixels
   * @param b pixels
   * @param constant pixels, above 0: about the mean size of the objects
   * @see <a href="https://arxiv.org/abs/2110.13389">NWD</a>
   */
  public static double nwd(Box a, Box b, double constant) {
    double squared =
        square(a.centreX() - b.centreX())
            + square(a.centreY() - b.centreY())
            + (square(a.width() - b.width()) + square(a.height() - b.height())) / 4;
    return Math.exp(-Math.sqrt(squared + Iou.EPSILON * Iou.EPSILON) / constant);
  }

  /**
   * Inner IoU: that of both boxes, made smaller or larger about their centres.
   *
   * @param ratio factor of both sides, above 0
   * @see <a href="https://arxiv.org/abs/2311.02877">Inner-IoU</a>
   */
  public static double innerIou(Box a, Box b, double ratio) {
    return Iou.smoothed(IouKind.IOU, inner(a, ratio), inner(b, ratio));
  }

  private static Box inner(Box box, double ratio) {
    return Box.ofCentre(box.centreX(), box.centreY(), ratio * box.width(), ratio * box.height());
  }

  /**
   * Focaler IoU: 0 below {@code from}, 1 above {@code to}, a straight line between.
   *
   * @see <a href="https://arxiv.org/abs/2401.10525">Focaler-IoU</a>
   */
  public static double focaler(double iou, double from, double to) {
    return Math.max(0, Math.min(1, (iou - from) / (to - from)));
  }

  private static double square(double value) {
    return value * value;
  }
}
