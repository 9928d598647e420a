package dev.progloss.eval.coco;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Collects objects and detections and measures them as the COCO benchmark does.
 *
 * <p>Images and classes are given by their place in ascending order of their ids. Objects and
 * detections count in the order in which they were added. Not safe for several threads at once.
 *
 * @see <a href="https://cocodataset.org/#detection-eval">COCO detection evaluation</a>
 */
public final class CocoEvaluator {

  /*
   * Everything is done per class: its images one after the other, each sorted once, matched for four
   * area ranges at ten thresholds. Sums are made in numpy's order and ties are broken as the
   * reference breaks them, since a metric that is "nearly" the published one cannot be compared.
   */

  private static final double[] LIMITS = {1, 10, 100};
  private static final double TINY = 0x1.0p-52;

  private final int classes;
  private final List<TreeMap<Integer, Cell>> cells = new ArrayList<>();

  /** For so many classes. */
  public CocoEvaluator(int classes) {
    this.classes = classes;
    for (int k = 0; k < classes; k++) {
      cells.add(new TreeMap<>());
    }
  }

  /** Adds an object. */
  public void add(int image, int classIndex, TruthBox box) {
    cell(image, classIndex).add(box);
  }

  /** Adds a detection. */
  public void add(int image, int classIndex, FoundBox box) {
    cell(image, classIndex).add(box);
  }

  private Cell cell(int image, int classIndex) {
    return cells.get(classIndex).computeIfAbsent(image, i -> new Cell());
  }

  /** Measures what was added so far. */
  public CocoArrays measure() {
    CocoArrays arrays = CocoArrays.undefined(classes);
    for (int k = 0; k < classes; k++) {
      List<Cell> ofClass = List.copyOf(cells.get(k).values());
      ofClass.forEach(Cell::prepare);
      for (AreaRange range : AreaRange.values()) {
        int counted = ofClass.stream().mapToInt(cell -> cell.counted(range)).sum();
        if (counted > 0) {
          for (int t = 0; t < CocoArrays.THRESHOLDS.length; t++) {
            measure(ofClass, range, t, k, counted, arrays);
          }
        }
      }
    }
    return arrays;
  }

  private static void measure(
      List<Cell> ofClass, AreaRange range, int t, int k, int counted, CocoArrays arrays) {
    List<int[]> outcomes = new ArrayList<>();
    for (Cell cell : ofClass) {
      outcomes.add(cell.outcomes(range, CocoArrays.THRESHOLDS[t]));
    }
    for (int m = 0; m < LIMITS.length; m++) {
      Ranking ranking = Ranking.of(ofClass, outcomes, (int) LIMITS[m]);
      CocoArrays.Place place = new CocoArrays.Place(t, k, range, m);
      arrays.put(place, curve(ranking, counted));
    }
  }

  private static CocoArrays.Curve curve(Ranking ranking, int counted) {
    int size = ranking.size();
    double[] recall = new double[size];
    double[] precision = new double[size];
    double hits = 0;
    double alarms = 0;
    for (int i = 0; i < size; i++) {
      hits += ranking.outcome(i) > 0 ? 1 : 0;
      alarms += ranking.outcome(i) < 0 ? 1 : 0;
      recall[i] = hits / counted;
      precision[i] = hits / (alarms + hits + TINY);
    }
    for (int i = size - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    double[] precisionAt = new double[CocoArrays.RECALLS.length];
    double[] scoreAt = new double[CocoArrays.RECALLS.length];
    int at = 0;
    for (int r = 0; r < CocoArrays.RECALLS.length; r++) {
      while (at < size && recall[at] < CocoArrays.RECALLS[r]) {
        at++;
      }
      if (at < size) {
        precisionAt[r] = precision[at];
        scoreAt[r] = ranking.score(at);
      }
    }
    return new CocoArrays.Curve(precisionAt, scoreAt, size == 0 ? 0 : recall[size - 1]);
  }
}
