package dev.progloss.eval.coco;

/**
 * Sums doubles in the order in which numpy does, so that means agree to the last bit: eight running
 * sums up to 128 numbers, halves of those above.
 */
final class NumpySum {

  private static final int LANES = 8;
  private static final int BLOCK = 128;

  private NumpySum() {}

  /** Mean of the first {@code count} values, or -1 if there are none. */
  static double meanOrMinusOne(double[] values, int count) {
    return count == 0 ? -1 : sum(values, 0, count) / count;
  }

  static double sum(double[] values, int from, int count) {
    if (count < LANES) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += values[from + i];
      }
      return sum;
    }
    if (count > BLOCK) {
      int half = count / 2 / LANES * LANES;
      return sum(values, from, half) + sum(values, from + half, count - half);
    }
    double[] lanes = new double[LANES];
    System.arraycopy(values, from, lanes, 0, LANES);
    int i = LANES;
    for (; i < count - count % LANES; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += values[from + i + lane];
      }
    }
    double sum =
        ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
            + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    for (; i < count; i++) {
      sum += values[from + i];
    }
    return sum;
  }
}
