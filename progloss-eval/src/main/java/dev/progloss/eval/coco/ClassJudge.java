package dev.progloss.eval.coco;

/**
 * Measures one class after another. Each thread has its own judge; classes share nothing but the
 * arrays that they fill, each in its own cells.
 */
final class ClassJudge {

  private static final int[] LIMITS = {1, 10, ClassRanking.MOST};
  private static final AreaRange[] RANGES = AreaRange.values();

  private final PlacedBoxes truth;
  private final CocoArrays arrays;
  private final ClassRanking ranking;
  private final CurveTally tally;

  ClassJudge(PlacedBoxes truth, PlacedBoxes found, CocoArrays arrays) {
    this.truth = truth;
    this.arrays = arrays;
    this.ranking = new ClassRanking(truth, found);
    this.tally = new CurveTally(found.boxes());
  }

  /** Measures a class. */
  void judge(int k) {
    int[] counted = counted(k);
    if (counted[0] + counted[1] + counted[2] + counted[3] == 0) {
      return; // nothing to find: everything stays undefined
    }
    ranking.rank(k);
    for (AreaRange range : RANGES) {
      if (counted[range.place()] > 0) {
        for (int m = 0; m < LIMITS.length; m++) {
          tally.begin(counted[range.place()]);
          count(range, LIMITS[m]);
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

  private void count(AreaRange range, int limit) {
    for (int rank = 0; rank < ranking.size(); rank++) {
      if (ranking.placeInImage(rank) < limit) {
        tally.count(ranking.outcome(rank, range), ranking.row(rank));
      }
    }
  }
}
