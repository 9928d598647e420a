package dev.progloss.eval.coco;

/**
 * Sorts detections by falling score, stably, NaN last: a merge sort over (key, place) pairs in two
 * arrays each, that come in order or nearly so as detectors write them. Buffers are kept between
 * calls.
 */
final class ScoreOrder {

  private static final int RUN = 12;

  private long[] keys = {};
  private int[] order = {};
  private long[] otherKeys = {};
  private int[] otherOrder = {};

  /** A number that grows as a score falls; the same for 0.0 and -0.0, largest for NaN. */
  static long key(double score) {
    long bits = Double.doubleToLongBits(0 - score); // 0 - x: never -0.0 for a zero
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** Makes room for this many. */
  void reserve(int size) {
    if (keys.length < size) {
      int capacity = size + size / 2;
      keys = new long[capacity];
      order = new int[capacity];
      otherKeys = new long[capacity];
      otherOrder = new int[capacity];
    }
  }

  void set(int place, double score) {
    keys[place] = key(score);
    order[place] = place;
  }

  /** Sorts the first so many and returns their places; valid until the next call. */
  int[] sorted(int size) {
    for (int from = 0; from < size; from += RUN) {
      insert(from, Math.min(from + RUN, size));
    }
    for (int width = RUN; width < size; width *= 2) {
      for (int from = 0; from < size; from += 2 * width) {
        int middle = Math.min(from + width, size);
        merge(from, middle, Math.min(middle + width, size));
      }
      swap();
    }
    return order;
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int place = order[i];
      int j = i - 1;
      for (; j >= from && keys[j] > key; j--) {
        keys[j + 1] = keys[j];
        order[j + 1] = order[j];
      }
      keys[j + 1] = key;
      order[j + 1] = place;
    }
  }

  private void merge(int from, int middle, int to) {
    if (middle >= to || keys[middle - 1] <= keys[middle]) {
      System.arraycopy(keys, from, otherKeys, from, to - from);
      System.arraycopy(order, from, otherOrder, from, to - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft = right >= to || (left < middle && keys[left] <= keys[right]);
      int taken = takeLeft ? left++ : right++;
      otherKeys[i] = keys[taken];
      otherOrder[i] = order[taken];
    }
  }

  private void swap() {
    long[] k = keys;
    keys = otherKeys;
    otherKeys = k;
    int[] o = order;
    order = otherOrder;
    otherOrder = o;
  }
}
