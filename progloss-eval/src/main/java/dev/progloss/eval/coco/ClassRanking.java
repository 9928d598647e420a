package dev.progloss.eval.coco;

import java.util.Arrays;

/**
 * The detections of one class by falling score, and what becomes of each in all area ranges.
 * Buffers are kept between classes. Not safe for several threads.
 */
final class ClassRanking {

  /*
   * The detections of a class are sorted by score once, stably over (image, file order). The order
   * within an image and the order after leaving out all but the best 1, 10 or 100 of each image are
   * parts of that one order, ties included: so one sort serves the matching and the three limits.
   */

  /** So many of an image are matched, and no more. */
  static final int MOST = 100;

  private static final int RANGES = AreaRange.values().length;

  private final PlacedBoxes truth;
  private final PlacedBoxes found;
  private final ScoreOrder scores = new ScoreOrder();
  private final ImageMatch match;
  private int from;
  private int size;
  private int[] order = {};
  private int[] placeInImage = {}; // of each detection, 0 the best of its image
  private int[] byImage = {}; // detections image by image, best first
  private int[] firstOfImage = {};
  private int[] shown = {}; // at the first of an image: how many of it were ranked so far
  private int[][] outcomes = new int[RANGES][0];

  ClassRanking(PlacedBoxes truth, PlacedBoxes found) {
    this.truth = truth;
    this.found = found;
    this.match = new ImageMatch(truth.boxes());
  }

  /** Ranks and matches the detections of a class. */
  void rank(int k) {
    from = found.start(k);
    size = found.end(k) - from;
    reserve();
    sort();
    matchImages(k);
  }

  /** How many detections the class has. */
  int size() {
    return size;
  }

  /** How many detections of its image and class are better than the one at a rank. */
  int placeInImage(int rank) {
    return placeInImage[order[rank]];
  }

  /** Its row among the detections. */
  int row(int rank) {
    return found.row(from + order[rank]);
  }

  /** The place of its image. */
  int image(int rank) {
    return found.image(from + order[rank]);
  }

  /**
   * What becomes of it, in the bits of {@link ImageMatch}; undefined past the best {@value #MOST}
   * of an image.
   */
  int outcome(int rank, AreaRange range) {
    return outcomes[range.place()][order[rank]];
  }

  private void reserve() {
    scores.reserve(size);
    if (placeInImage.length < size) {
      placeInImage = new int[size + size / 2];
      byImage = new int[size + size / 2];
      firstOfImage = new int[size + size / 2];
      shown = new int[size + size / 2];
      outcomes = new int[RANGES][size + size / 2];
    }
  }

  private void sort() {
    for (int i = 0; i < size; i++) {
      scores.set(i, found.boxes().measure(found.row(from + i)));
      boolean same = i > 0 && found.image(from + i) == found.image(from + i - 1);
      firstOfImage[i] = same ? firstOfImage[i - 1] : i;
    }
    order = scores.sorted(size);
    Arrays.fill(shown, 0, size, 0);
    for (int rank = 0; rank < size; rank++) {
      int i = order[rank];
      placeInImage[i] = shown[firstOfImage[i]]++;
      byImage[firstOfImage[i] + placeInImage[i]] = i;
    }
  }

  private void matchImages(int k) {
    int object = truth.start(k);
    int lastObject = truth.end(k);
    for (int i = 0; i < size; ) {
      int image = found.image(from + i);
      int end = i + 1;
      while (end < size && firstOfImage[end] == i) {
        end++;
      }
      while (object < lastObject && truth.image(object) < image) {
        object++;
      }
      int first = object;
      while (object < lastObject && truth.image(object) == image) {
        object++;
      }
      match.begin(truth, first, object);
      for (int best = i; best < Math.min(end, i + MOST); best++) {
        match.show(found.boxes(), found.row(from + byImage[best]), outcomes, byImage[best]);
      }
      i = end;
    }
  }
}
