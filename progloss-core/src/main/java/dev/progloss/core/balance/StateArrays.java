package dev.progloss.core.balance;

/** What sources remember, as one array. */
final class StateArrays {

  private StateArrays() {}

  /** The parts end to end. */
  static double[] joined(double[]... parts) {
    int length = 0;
    for (double[] part : parts) {
      length += part.length;
    }
    double[] all = new double[length];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Fills the parts from where they lay end to end. */
  static void split(double[] all, double[]... parts) {
    int length = 0;
    for (double[] part : parts) {
      length += part.length;
    }
    requireLength(all, length);
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(all, at, part, 0, part.length);
      at += part.length;
    }
  }

  static void requireLength(double[] state, int length) {
    if (state.length != length) {
      throw new IllegalArgumentException(
          "state must have " + length + " numbers, got " + state.length);
    }
  }
}
