package dev.progloss.eval.coco;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Objects and detections of one class in one image, and who takes whom. */
final class Cell {

  /** At most so many detections count, the best-scored of each class and image. */
  static final int MOST = 100;

  private final List<TruthBox> truth = new ArrayList<>();
  private final List<FoundBox> found = new ArrayList<>();
  private List<FoundBox> best = List.of();
  private double[][] overlaps = {};

  void add(TruthBox box) {
    truth.add(box);
  }

  void add(FoundBox box) {
    found.add(box);
  }

  /** Sorts the detections and measures all overlaps. */
  void prepare() {
    best =
        found.stream()
            .sorted(Comparator.comparingDouble((FoundBox box) -> 0 - box.score()))
            .limit(MOST)
            .toList();
    overlaps = new double[best.size()][truth.size()];
    for (int d = 0; d < best.size(); d++) {
      for (int g = 0; g < truth.size(); g++) {
        overlaps[d][g] = overlap(best.get(d), truth.get(g));
      }
    }
  }

  /** The order of operations is the reference's: another one changes last bits. */
  private static double overlap(FoundBox d, TruthBox g) {
    double w = Math.min(d.x() + d.width(), g.x() + g.width()) - Math.max(d.x(), g.x());
    double h = Math.min(d.y() + d.height(), g.y() + g.height()) - Math.max(d.y(), g.y());
    if (w <= 0 || h <= 0) {
      return 0; // before dividing: boxes without area would give 0 / 0
    }
    double shared = w * h;
    double union = g.crowd() ? d.area() : d.area() + g.width() * g.height() - shared;
    return shared / union;
  }

  /** The detections, by falling score. */
  List<FoundBox> best() {
    return best;
  }

  /** How many objects count in this range. */
  int counted(AreaRange range) {
    return (int) truth.stream().filter(box -> !ignored(box, range)).count();
  }

  private static boolean ignored(TruthBox box, AreaRange range) {
    return box.crowd() || range.excludes(box.area());
  }

  /** What became of each detection at one threshold: +1 hit, -1 false alarm, 0 ignored. */
  int[] outcomes(AreaRange range, double threshold) {
    int[] order = ordinaryFirst(range);
    boolean[] taken = new boolean[truth.size()];
    int[] outcomes = new int[best.size()];
    for (int d = 0; d < outcomes.length; d++) {
      int taking = taken(d, order, taken, range, threshold);
      boolean ignored = taking >= 0 && ignored(truth.get(taking), range);
      boolean matched = taking >= 0 && truth.get(taking).countable();
      if (taking >= 0) {
        taken[taking] = true;
      }
      if (!ignored && !matched && range.excludes(best.get(d).area())) {
        ignored = true;
      }
      outcomes[d] = ignored ? 0 : matched ? 1 : -1;
    }
    return outcomes;
  }

  private int[] ordinaryFirst(AreaRange range) {
    int[] order = new int[truth.size()];
    int at = 0;
    for (int g = 0; g < order.length; g++) {
      if (!ignored(truth.get(g), range)) {
        order[at++] = g;
      }
    }
    for (int g = 0; g < order.length; g++) {
      if (ignored(truth.get(g), range)) {
        order[at++] = g;
      }
    }
    return order;
  }

  /** The object that a detection takes, or -1: the best overlap, of equals the later one. */
  private int taken(int d, int[] order, boolean[] taken, AreaRange range, double threshold) {
    double most = Math.min(threshold, 1 - 1e-10);
    int taking = -1;
    for (int g : order) {
      if (taken[g] && !truth.get(g).crowd()) {
        continue;
      }
      boolean hasOrdinary = taking >= 0 && !ignored(truth.get(taking), range);
      if (hasOrdinary && ignored(truth.get(g), range)) {
        break;
      }
      if (!(overlaps[d][g] < most)) { // so that NaN takes, as in the reference
        most = overlaps[d][g];
        taking = g;
      }
    }
    return taking;
  }
}
