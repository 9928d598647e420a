package dev.progloss.eval.errors;

import java.util.BitSet;

/** Hits and false alarms of each class by falling score, and the precision they give. */
final class ClassRankings {

  private static final int LAST_POINT = 100;

  private final ClassCounts objects;
  private final BitSet[] hits;
  private final int[] sizes;

  ClassRankings(ClassCounts objects) {
    this.objects = objects;
    this.hits = new BitSet[objects.classes()];
    this.sizes = new int[objects.classes()];
    for (int k = 0; k < hits.length; k++) {
      hits[k] = new BitSet();
    }
  }

  /** Adds the next lower score of a class. */
  void add(int classIndex, boolean hit) {
    hits[classIndex].set(sizes[classIndex]++, hit);
  }

  /** Mean over the classes with objects or detections; -1 if there are none. */
  double meanPrecision() {
    double sum = 0;
    int classes = 0;
    for (int k = 0; k < hits.length; k++) {
      if (sizes[k] > 0 || objects.of(k) > 0) {
        sum += precision(k);
        classes++;
      }
    }
    return classes == 0 ? -1 : sum / classes;
  }

  private double precision(int classIndex) {
    if (objects.of(classIndex) == 0) {
      return 0;
    }
    int size = sizes[classIndex];
    double[] recall = new double[size];
    double[] precision = new double[size];
    int found = 0;
    for (int i = 0; i < size; i++) {
      found += hits[classIndex].get(i) ? 1 : 0;
      precision[i] = (double) found / (i + 1);
      recall[i] = (double) found / objects.of(classIndex);
    }
    for (int i = size - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    double sum = 0;
    int at = 0;
    for (int point = 0; point <= LAST_POINT; point++) {
      while (at < size && recall[at] < (double) point / LAST_POINT) {
        at++;
      }
      sum += at < size ? precision[at] : 0;
    }
    return sum / (LAST_POINT + 1);
  }
}
