package dev.progloss.train.profile;

import java.util.Arrays;

/** Durations in nanoseconds, 8 bytes each. */
final class Durations {

  private long[] nanos = new long[64];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  int count() {
    return count;
  }

  long total() {
    return Arrays.stream(nanos, 0, count).sum();
  }

  /** The middle one, or the mean of the middle two; 0 of none. */
  double median() {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return 0.5 * sorted[(count - 1) / 2] + 0.5 * sorted[count / 2];
  }
}
