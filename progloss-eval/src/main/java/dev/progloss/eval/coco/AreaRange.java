package dev.progloss.eval.coco;

/** Sizes that are judged apart; both ends belong to the range. */
enum AreaRange {
  ALL(0, 0, 1e10),
  SMALL(1, 0, 1024),
  MEDIUM(2, 1024, 9216),
  LARGE(3, 9216, 1e10);

  private final int place;
  private final double least;
  private final double most;

  AreaRange(int place, double least, double most) {
    this.place = place;
    this.least = least;
    this.most = most;
  }

  /** Its place in arrays, from 0. */
  int place() {
    return place;
  }

  boolean excludes(double area) {
    return area < least || area > most;
  }
}
