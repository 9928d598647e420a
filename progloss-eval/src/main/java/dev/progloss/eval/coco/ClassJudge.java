package dev.progloss.eval.coco;

import java.util.Arrays;

/**
 * Measures one class after another. Each thread has its own judge; classes share nothing but the
 * arrays that they fill, each in its own cells.
 */
final class ClassJudge {

  /*
   * The detections of a class are sorted by score once, stably over (image, file order). The order
   * within an image and the order after leaving out all but the best 1, 10 or 100 of each image are
   * parts of that one order, ties included: so one sort serves the matching and the three limits.
   */

  private static final int[] LIMITS = {1, 10, 100};
  private static final int MOST = 100;
  private static final AreaRange[] RANGES = AreaRange.values();

  private final PlacedBoxes truth;
  private final PlacedBoxes found;
  private final CocoArrays arrays;
  private final ScoreOrder scores = new ScoreOrder();
  private final ImageMatch match;
  private final CurveTally tally;
  private int[] placeInImage = {}; // of each detection, 0 the best of its image
  private int[] byImage = {}; // detections image by image, best first
  private int[] firstOfImage = {};
  private int[] shown = {}; // at the first of an image: how many of it were ranked so far
  private int[][] outcomes = new int[RANGES.length][0];

  ClassJudge(PlacedBoxes truth, PlacedBoxes found, CocoArrays arrays) {
    this.truth = truth;
    this.found = found;
    this.arrays = arrays;
    this.match = new ImageMatch(truth.boxes());
    this.tally = new CurveTally(found.boxes());
  }

  /** Measures a class. */
  void judge(int k) {
    int[] counted = counted(k);
    if (counted[0] + counted[1] + counted[2] + counted[3] == 0) {
      return; // nothing to find: everything stays undefined
    }
    int from = found.start(k);
    int size = found.end(k) - from;
    int[] order = ranked(from, size);
    matchImages(k, from, size);
    for (AreaRange range : RANGES) {
      if (counted[range.place()] > 0) {
        for (int m = 0; m < LIMITS.length; m++) {
          tally.begin(counted[range.place()]);
          count(order, from, size, LIMITS[m], outcomes[range.place()]);
          tally.put(arrays, k, range, m);
        }
      }
    }
  }

  private int[] counted(int k) {
    int[] counted = new int[RANGES.length];
    for (int position = truth.start(k); position < truth.end(k); position++) {
      for (AreaRange range : RANGES) {
        if (!ImageMatch.ignored(truth.boxes(), truth.row(position), range)) {
          counted[range.place()]++;
        }
      }
    }
    return counted;
  }

  private int[] ranked(int from, int size) {
    scores.reserve(size);
    if (placeInImage.length < size) {
      placeInImage = new int[size + size / 2];
      byImage = new int[size + size / 2];
      firstOfImage = new int[size + size / 2];
      shown = new int[size + size / 2];
      outcomes = new int[RANGES.length][size + size / 2];
    }
    for (int i = 0; i < size; i++) {
      scores.set(i, found.boxes().measure(found.row(from + i)));
      boolean same = i > 0 && found.image(from + i) == found.image(from + i - 1);
      firstOfImage[i] = same ? firstOfImage[i - 1] : i;
    }
    int[] order = scores.sorted(size);
    Arrays.fill(shown, 0, size, 0);
    for (int rank = 0; rank < size; rank++) {
      int i = order[rank];
      placeInImage[i] = shown[firstOfImage[i]]++;
      byImage[firstOfImage[i] + placeInImage[i]] = i;
    }
    return order;
  }

  private void matchImages(int k, int from, int size) {
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

  private void count(int[] order, int from, int size, int limit, int[] outcome) {
    for (int rank = 0; rank < size; rank++) {
      int i = order[rank];
      if (placeInImage[i] < limit) {
        tally.count(outcome[i], found.row(from + i));
      }
    }
  }
}
