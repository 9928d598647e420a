package dev.progloss.model.assign;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Iou;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.AnchorPredictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets each object's own statistics say which anchors it gets; predictions have no part in it.
 *
 * <p>Every anchor point has a square anchor box of eight strides. Candidates of an object are, on
 * each level, the anchors whose centres are nearest to its own. The mean plus the standard
 * deviation of their anchor boxes' IoUs is its threshold: candidates that reach it and whose centre
 * lies inside the object are its positives. An anchor of several goes to the one its anchor box
 * overlaps most; equal distances go to the lower anchor, equal overlaps to the lower object. A
 * positive's weight is the IoU of its predicted box.
 *
 * <p>Pure: no state, no random numbers.
 *
 * @param candidates how many a level, at least 1
 * @see <a href="https://arxiv.org/abs/1912.02424">ATSS</a>
 */
public record AtssAssigner(int candidates) implements Assigner {

  /*
   * The paper trains class scores of positives towards 1 and ranks by a centre-ness of its own. Here
   * target scores are how well a box fits, as everywhere in this trainer. A positive whose predicted
   * box misses the object altogether has the weight 0 and is left out until others of it are learned.
   */

  /** Side of an anchor box in strides. */
  private static final double ANCHOR_SIDE = 8;

  private static final int NOBODY = -1;

  /** Checks the number. */
  public AtssAssigner {
    if (candidates < 1) {
      throw new IllegalArgumentException(
          "ATSS's candidates a level must be at least 1, got " + candidates);
    }
  }

  /** The published number, 9. */
  public static AtssAssigner defaults() {
    return new AtssAssigner(9);
  }

  @Override
  public Assignment assign(AnchorPredictions predictions, int image, ImageTruth truth) {
    AnchorGrid grid = predictions.anchors();
    int[] owner = new int[grid.size()];
    Arrays.fill(owner, NOBODY);
    double[] most = new double[grid.size()];
    for (int g = 0; g < truth.size(); g++) {
      claim(grid, truth.boxes().get(g), g, owner, most);
    }
    double[] weights = new double[grid.size()];
    double[] edges = new double[4];
    for (int a = 0; a < owner.length; a++) {
      if (owner[a] != NOBODY) {
        predictions.box(image, a, edges);
        Box box = truth.boxes().get(owner[a]);
        weights[a] = Iou.iou(edges[0], edges[1], edges[2], edges[3], box);
      }
    }
    return Assignment.of(owner, weights);
  }

  /** Takes what an object may have and overlaps more than those before it. */
  private void claim(AnchorGrid grid, Box box, int object, int[] owner, double[] most) {
    List<Integer> found = candidates(grid, box);
    double[] overlaps = found.stream().mapToDouble(a -> overlap(grid, a, box)).toArray();
    double mean = Arrays.stream(overlaps).average().orElse(0);
    double squares = Arrays.stream(overlaps).map(each -> (each - mean) * (each - mean)).sum();
    double threshold = mean + Math.sqrt(squares / Math.max(1, overlaps.length - 1));
    for (int i = 0; i < overlaps.length; i++) {
      int a = found.get(i);
      boolean isFree = owner[a] == NOBODY || overlaps[i] > most[a];
      if (overlaps[i] >= threshold && isInside(grid, a, box) && isFree) {
        owner[a] = object;
        most[a] = overlaps[i];
      }
    }
  }

  /** The nearest of each level. */
  private List<Integer> candidates(AnchorGrid grid, Box box) {
    List<Integer> all = new ArrayList<>();
    int first = 0;
    while (first < grid.size()) {
      int end = first;
      while (end < grid.size() && grid.strides()[end] == grid.strides()[first]) {
        end++;
      }
      IntStream.range(first, end)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer a) -> distance(grid, a, box)))
          .limit(candidates)
          .forEach(all::add);
      first = end;
    }
    return all;
  }

  private static double x(AnchorGrid grid, int anchor) {
    return (double) grid.centresX()[anchor] * grid.strides()[anchor];
  }

  private static double y(AnchorGrid grid, int anchor) {
    return (double) grid.centresY()[anchor] * grid.strides()[anchor];
  }

  private static double distance(AnchorGrid grid, int anchor, Box box) {
    double dx = x(grid, anchor) - box.centreX();
    double dy = y(grid, anchor) - box.centreY();
    return dx * dx + dy * dy;
  }

  private static double overlap(AnchorGrid grid, int anchor, Box box) {
    double half = ANCHOR_SIDE * grid.strides()[anchor] / 2;
    double x = x(grid, anchor);
    double y = y(grid, anchor);
    return Iou.iou(x - half, y - half, x + half, y + half, box);
  }

  private static boolean isInside(AnchorGrid grid, int anchor, Box box) {
    double x = x(grid, anchor);
    double y = y(grid, anchor);
    return x > box.x1() && x < box.x2() && y > box.y1() && y < box.y2();
  }
}
