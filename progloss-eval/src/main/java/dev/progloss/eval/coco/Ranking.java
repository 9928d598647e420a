package dev.progloss.eval.coco;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The detections of all images of one class, by falling score; a stable order. */
final class Ranking {

  private final double[] scores;
  private final int[] outcomes;
  private final Integer[] order;

  private Ranking(double[] scores, int[] outcomes, Integer[] order) {
    this.scores = scores;
    this.outcomes = outcomes;
    this.order = order;
  }

  /** Takes at most {@code limit} detections from each cell. */
  static Ranking of(List<Cell> cells, List<int[]> outcomes, int limit) {
    int count = cells.stream().mapToInt(cell -> Math.min(limit, cell.best().size())).sum();
    double[] scores = new double[count];
    int[] merged = new int[count];
    Integer[] order = new Integer[count];
    int at = 0;
    for (int c = 0; c < cells.size(); c++) {
      int size = Math.min(limit, cells.get(c).best().size());
      for (int d = 0; d < size; d++, at++) {
        scores[at] = cells.get(c).best().get(d).score();
        merged[at] = outcomes.get(c)[d];
        order[at] = at;
      }
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> 0 - scores[i])); // 0 - x: no -0.0 before 0.0
    return new Ranking(scores, merged, order);
  }

  int size() {
    return order.length;
  }

  int outcome(int rank) {
    return outcomes[order[rank]];
  }

  double score(int rank) {
    return scores[order[rank]];
  }
}
