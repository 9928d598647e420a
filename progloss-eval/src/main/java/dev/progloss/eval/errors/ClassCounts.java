package dev.progloss.eval.errors;

import java.util.Arrays;

/** How many objects of each class. */
final class ClassCounts {

  private final int[] counts;

  ClassCounts(int classes) {
    this(new int[classes]);
  }

  private ClassCounts(int[] counts) {
    this.counts = counts;
  }

  void add(int classIndex) {
    counts[classIndex]++;
  }

  int classes() {
    return counts.length;
  }

  int of(int classIndex) {
    return counts[classIndex];
  }

  long total() {
    return Arrays.stream(counts).asLongStream().sum();
  }

  ClassCounts minus(ClassCounts other) {
    int[] rest = counts.clone();
    for (int k = 0; k < rest.length; k++) {
      rest[k] -= other.counts[k];
    }
    return new ClassCounts(rest);
  }
}
