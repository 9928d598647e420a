package dev.progloss.model.assign;

/** The best-aligned anchors of one object so far, the best first; no more than a given number. */
final class BestAligned {

  private final int[] anchors;
  private final double[] alignments;
  private final double[] overlaps;
  private int size;

  BestAligned(int capacity) {
    anchors = new int[capacity];
    alignments = new double[capacity];
    overlaps = new double[capacity];
  }

  int size() {
    return size;
  }

  int anchor(int place) {
    return anchors[place];
  }

  double alignment(int place) {
    return alignments[place];
  }

  double overlap(int place) {
    return overlaps[place];
  }

  void clear() {
    size = 0;
  }

  /** What an alignment must exceed to be among them; 0 while there is room. */
  double bar() {
    return size < anchors.length ? 0 : alignments[size - 1];
  }

  /**
   * Takes an anchor in if it is better; where anchors come by rising index, ties go to the lower.
   */
  void offer(int anchor, double alignment, double overlap) {
    if (!(alignment > bar())) {
      return;
    }
    int at = size < anchors.length ? size++ : size - 1;
    for (; at > 0 && alignment > alignments[at - 1]; at--) {
      anchors[at] = anchors[at - 1];
      alignments[at] = alignments[at - 1];
      overlaps[at] = overlaps[at - 1];
    }
    anchors[at] = anchor;
    alignments[at] = alignment;
    overlaps[at] = overlap;
  }
}
