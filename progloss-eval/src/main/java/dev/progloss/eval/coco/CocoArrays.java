package dev.progloss.eval.coco;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The full result of an evaluation: precision, score and recall at every threshold, recall point,
 * class, area range and limit. -1 where there is nothing to measure.
 */
public final class CocoArrays {

  static final double[] THRESHOLDS = thresholds();
  static final double[] RECALLS = recalls();
  private static final int RANGES = AreaRange.values().length;
  private static final int LIMITS = 3;

  /** Precision and score at every recall point, and recall. */
  static final long BYTES_PER_CLASS =
      (long) Double.BYTES * (2 * RECALLS.length + 1) * THRESHOLDS.length * RANGES * LIMITS;

  private final int classes;
  private final double[] precision;
  private final double[] scores;
  private final double[] recall;

  private CocoArrays(int classes, double[] precision, double[] scores, double[] recall) {
    this.classes = classes;
    this.precision = precision;
    this.scores = scores;
    this.recall = recall;
  }

  static CocoArrays undefined(int classes) {
    int cells = THRESHOLDS.length * classes * RANGES * LIMITS;
    CocoArrays arrays =
        new CocoArrays(
            classes,
            new double[cells * RECALLS.length],
            new double[cells * RECALLS.length],
            new double[cells]);
    Arrays.fill(arrays.precision, -1);
    Arrays.fill(arrays.scores, -1);
    Arrays.fill(arrays.recall, -1);
    return arrays;
  }

  /** Where a curve belongs: threshold, class, range, limit. */
  record Place(int threshold, int classIndex, AreaRange range, int limit) {}

  /** Precision and score at each recall point, and the last recall. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier between two methods
  record Curve(double[] precision, double[] scores, double recall) {}

  void put(Place place, Curve curve) {
    for (int r = 0; r < RECALLS.length; r++) {
      precision[index(place.threshold, r, place.classIndex, place.range, place.limit)] =
          curve.precision[r];
      scores[index(place.threshold, r, place.classIndex, place.range, place.limit)] =
          curve.scores[r];
    }
    recall[recallIndex(place.threshold, place.classIndex, place.range, place.limit)] = curve.recall;
  }

  /** Precision, {@code [10, 101, K, 4, 3]}, last index fastest; a copy. */
  public double[] precision() {
    return precision.clone();
  }

  /** Scores, {@code [10, 101, K, 4, 3]}, last index fastest; a copy. */
  public double[] scores() {
    return scores.clone();
  }

  /** Recall, {@code [10, K, 4, 3]}, last index fastest; a copy. */
  public double[] recall() {
    return recall.clone();
  }

  /** Mean precision over the thresholds and classes asked for; -1 if nothing is defined there. */
  double meanPrecision(IntPredicate threshold, IntPredicate classIndex, AreaRange range) {
    int[] thresholds = IntStream.range(0, THRESHOLDS.length).filter(threshold).toArray();
    int[] wanted = IntStream.range(0, classes).filter(classIndex).toArray();
    double[] values = new double[thresholds.length * RECALLS.length * wanted.length];
    int count = 0;
    for (int t : thresholds) {
      for (int r = 0; r < RECALLS.length; r++) {
        for (int k : wanted) {
          double value = precision[index(t, r, k, range, LIMITS - 1)];
          if (value > -1) {
            values[count++] = value;
          }
        }
      }
    }
    return NumpySum.meanOrMinusOne(values, count);
  }

  /** Mean recall over thresholds and classes; -1 if nothing is defined there. */
  double meanRecall(AreaRange range, int limit) {
    double[] values = new double[THRESHOLDS.length * classes];
    int count = 0;
    for (int t = 0; t < THRESHOLDS.length; t++) {
      for (int k = 0; k < classes; k++) {
        double value = recall[recallIndex(t, k, range, limit)];
        if (value > -1) {
          values[count++] = value;
        }
      }
    }
    return NumpySum.meanOrMinusOne(values, count);
  }

  /** The twelve numbers of one class, in the order of {@link CocoReport#stats}. */
  List<Double> statsOf(int classIndex) {
    int all = THRESHOLDS.length;
    return List.of(
        precisionOf(classIndex, AreaRange.ALL, 0, all),
        precisionOf(classIndex, AreaRange.ALL, 0, 1),
        precisionOf(classIndex, AreaRange.ALL, 5, 6),
        precisionOf(classIndex, AreaRange.SMALL, 0, all),
        precisionOf(classIndex, AreaRange.MEDIUM, 0, all),
        precisionOf(classIndex, AreaRange.LARGE, 0, all),
        recallOf(classIndex, AreaRange.ALL, 0),
        recallOf(classIndex, AreaRange.ALL, 1),
        recallOf(classIndex, AreaRange.ALL, 2),
        recallOf(classIndex, AreaRange.SMALL, 2),
        recallOf(classIndex, AreaRange.MEDIUM, 2),
        recallOf(classIndex, AreaRange.LARGE, 2));
  }

  private double precisionOf(int classIndex, AreaRange range, int from, int to) {
    double[] values = new double[(to - from) * RECALLS.length];
    int count = 0;
    for (int t = from; t < to; t++) {
      for (int r = 0; r < RECALLS.length; r++) {
        double value = precision[index(t, r, classIndex, range, LIMITS - 1)];
        if (value > -1) {
          values[count++] = value;
        }
      }
    }
    return NumpySum.meanOrMinusOne(values, count);
  }

  private double recallOf(int classIndex, AreaRange range, int limit) {
    double[] values = new double[THRESHOLDS.length];
    int count = 0;
    for (int t = 0; t < THRESHOLDS.length; t++) {
      double value = recall[recallIndex(t, classIndex, range, limit)];
      if (value > -1) {
        values[count++] = value;
      }
    }
    return NumpySum.meanOrMinusOne(values, count);
  }

  /** Precision at IoU .50 of a class at each of the 101 recall points; -1 where undefined. */
  double[] curveAt50(int classIndex) {
    double[] curve = new double[RECALLS.length];
    for (int r = 0; r < curve.length; r++) {
      curve[r] = precision[index(0, r, classIndex, AreaRange.ALL, LIMITS - 1)];
    }
    return curve;
  }

  /** Score at IoU .50 of a class at each of the 101 recall points; 0 where it is not reached. */
  double[] scoresAt50(int classIndex) {
    double[] curve = new double[RECALLS.length];
    for (int r = 0; r < curve.length; r++) {
      curve[r] = scores[index(0, r, classIndex, AreaRange.ALL, LIMITS - 1)];
    }
    return curve;
  }

  private int index(int t, int r, int k, AreaRange range, int limit) {
    return (((t * RECALLS.length + r) * classes + k) * RANGES + range.place()) * LIMITS + limit;
  }

  private int recallIndex(int t, int k, AreaRange range, int limit) {
    return ((t * classes + k) * RANGES + range.place()) * LIMITS + limit;
  }

  /** Ten evenly spaced numbers as numpy spaces them: the ninth is one bit below 0.9. */
  private static double[] thresholds() {
    double step = (0.95 - 0.5) / 9;
    double[] thresholds = new double[10];
    for (int i = 0; i < 9; i++) {
      thresholds[i] = 0.5 + i * step;
    }
    thresholds[9] = 0.95;
    return thresholds;
  }

  /** Products with 0.01, not quotients by 100: the two differ, at 0.29 for one. */
  private static double[] recalls() {
    double[] points = new double[101];
    for (int i = 0; i < 100; i++) {
      points[i] = i * 0.01;
    }
    points[100] = 1;
    return points;
  }
}
