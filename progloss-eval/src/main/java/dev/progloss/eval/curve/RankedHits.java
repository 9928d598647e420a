package dev.progloss.eval.curve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/** Scores of hits and of false alarms, and how many objects there are. */
final class RankedHits {

  private static final int LAST_POINT = 100;

  private final Scores hits = new Scores();
  private final Scores alarms = new Scores();
  private long objects;

  void addObject() {
    objects++;
  }

  void add(double score, boolean hit) {
    (hit ? hits : alarms).add(score);
  }

  void addAll(RankedHits other) {
    hits.addAll(other.hits);
    alarms.addAll(other.alarms);
    objects += other.objects;
  }

  void each(ConfidenceAnalysis.Counted visitor) {
    hits.each(score -> visitor.detection(score, true));
    alarms.each(score -> visitor.detection(score, false));
  }

  ConfidenceCurve curve() {
    double[] good = hits.sorted();
    double[] bad = alarms.sorted();
    List<OperatingPoint> points = new ArrayList<>();
    for (int i = 0; i <= LAST_POINT; i++) {
      points.add(at((double) i / LAST_POINT, good, bad));
    }
    return new ConfidenceCurve(objects, best(good, bad), points);
  }

  /** The best point is at the score of a hit: between hits, F1 only falls with the threshold. */
  private OperatingPoint best(double[] good, double[] bad) {
    OperatingPoint best = OperatingPoint.UNDEFINED;
    for (int i = good.length - 1; i >= 0; i--) {
      OperatingPoint point = at(good[i], good, bad);
      if (point.f1() > best.f1()) {
        best = point;
      }
    }
    return best;
  }

  private OperatingPoint at(double confidence, double[] good, double[] bad) {
    return OperatingPoint.of(
        confidence, atLeast(good, confidence), atLeast(bad, confidence), objects);
  }

  /** How many of the numbers, ascending, are not below a limit. */
  private static int atLeast(double[] ascending, double limit) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ascending.length - low;
  }

  /** Numbers, growing. */
  private static final class Scores {
    private double[] values = new double[16];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    void addAll(Scores other) {
      for (int i = 0; i < other.size; i++) {
        add(other.values[i]);
      }
    }

    void each(DoubleConsumer visitor) {
      for (int i = 0; i < size; i++) {
        visitor.accept(values[i]);
      }
    }

    double[] sorted() {
      double[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
