package dev.progloss.eval.coco;

/** Sizes that are judged apart; both ends belong to the range. */
enum AreaRange {
  ALL(0, 1e10),
  SMALL(0, 1024),
  MEDIUM(1024, 9216),
  LARGE(9216, 1e10);

  private final double least;
  private final double most;

  AreaRange(double least, double most) {
    this.least = least;
    this.most = most;
  }

  boolean excludes(double area) {
    return area < least || area > most;
  }
}
