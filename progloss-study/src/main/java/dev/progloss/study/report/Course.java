package dev.progloss.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A number over epochs, for all finished runs of an arm on a data set.
 *
 * @param set name of the set
 * @param arm name of the arm
 * @param name of the number: {@code ap}, {@code weight/cls}, {@code error/missed}, ...
 * @param runs epochs done against values, one map a run
 */
public record Course(String set, String arm, String name, List<SortedMap<Integer, Double>> runs) {

  /** Copies. */
  public Course {
    List<SortedMap<Integer, Double>> copy = new ArrayList<>();
    runs.forEach(run -> copy.add(new TreeMap<>(run)));
    runs = List.copyOf(copy);
  }

  /**
   * One epoch.
   *
   * @param mean over the runs that have a value there
   * @param low the least of them
   * @param high the largest
   */
  public record Point(int epoch, double mean, double low, double high) {}

  /** Mean and range over the runs, epoch by epoch. */
  public List<Point> points() {
    TreeSet<Integer> epochs = new TreeSet<>();
    runs.forEach(run -> epochs.addAll(run.keySet()));
    List<Point> points = new ArrayList<>();
    for (int epoch : epochs) {
      double sum = 0;
      int count = 0;
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Map<Integer, Double> run : runs) {
        Double value = run.get(epoch);
        if (value != null) {
          sum += value;
          count++;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
      points.add(new Point(epoch, sum / count, low, high));
    }
    return points;
  }
}
