package dev.progloss.eval.coco;

import java.util.Arrays;

/**
 * Counts hits and false alarms by falling score at all thresholds at once, and draws the curves.
 *
 * <p>Recall rises at hits alone, and precision falls everywhere else. So the points where a recall
 * is first reached are hits, the best precision from there on is that of a hit, and nothing but
 * hits need be kept; recall 0 is reached by the first detection, whatever it is.
 */
final class CurveTally {

  private static final int THRESHOLDS = CocoArrays.THRESHOLDS.length;
  private static final double[] RECALLS = CocoArrays.RECALLS;
  private static final double TINY = 0x1.0p-52;

  private final BoxColumns found;
  private final double[] precisionAt = new double[RECALLS.length];
  private final double[] scoreAt = new double[RECALLS.length];
  private final int[] hits = new int[THRESHOLDS];
  private final int[] ignored = new int[THRESHOLDS];
  private double[][] precisions = new double[THRESHOLDS][0];
  private int[][] rows = new int[THRESHOLDS][0];
  private int counted;
  private int shown; // detections that are not ignored at all thresholds
  private int firstRow;

  CurveTally(BoxColumns found) {
    this.found = found;
  }

  /** Begins curves over so many objects. */
  void begin(int objects) {
    counted = objects;
    shown = 0;
    firstRow = -1;
    Arrays.fill(hits, 0);
    Arrays.fill(ignored, 0);
    if (precisions[0].length < objects) {
      precisions = new double[THRESHOLDS][objects + objects / 2];
      rows = new int[THRESHOLDS][objects + objects / 2];
    }
  }

  /** Counts the next detection. */
  void count(int outcome, int row) {
    if (firstRow < 0) {
      firstRow = row;
    }
    if (outcome == ImageMatch.ALL_IGNORED) {
      return;
    }
    shown++;
    for (int bits = outcome >>> ImageMatch.IGNORED; bits != 0; bits &= bits - 1) {
      ignored[Integer.numberOfTrailingZeros(bits)]++;
    }
    for (int bits = outcome & ImageMatch.HITS; bits != 0; bits &= bits - 1) {
      int t = Integer.numberOfTrailingZeros(bits);
      rows[t][hits[t]] = row;
      double hit = hits[t] + 1;
      double alarms = shown - ignored[t] - hit;
      precisions[t][hits[t]++] = hit / (alarms + hit + TINY);
    }
  }

  /** Writes the curves at all thresholds. */
  void put(CocoArrays arrays, int classIndex, AreaRange range, int limit) {
    for (int t = 0; t < THRESHOLDS; t++) {
      draw(t);
      CocoArrays.Place place = new CocoArrays.Place(t, classIndex, range, limit);
      double recall = (double) hits[t] / counted;
      arrays.put(place, new CocoArrays.Curve(precisionAt, scoreAt, recall));
    }
  }

  private void draw(int t) {
    double[] precision = precisions[t];
    int count = hits[t];
    for (int i = count - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    int at = 0;
    for (int r = 0; r < RECALLS.length; r++) {
      while (at < count && (double) (at + 1) / counted < RECALLS[r]) {
        at++;
      }
      precisionAt[r] = at < count ? precision[at] : 0;
      scoreAt[r] = at < count ? found.measure(rows[t][at]) : 0;
    }
    scoreAt[0] = firstRow < 0 ? 0 : found.measure(firstRow);
  }
}
