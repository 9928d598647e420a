package dev.progloss.model.assign;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.Iou;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.AnchorPredictions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives each object as many anchors as its best predictions are worth, the cheapest ones.
 *
 * <p>Candidates of an object are anchors whose centre lies in its box or near its centre. A pair
 * costs {@code -ln score + 3 * -ln IoU}; candidates in the box and near the centre come before all
 * others. Each object takes k of them, k being the sum of its ten largest IoUs, rounded down, at
 * least 1. An anchor taken by several goes to the one it is cheapest for among all whose candidate
 * it is; equal costs go to the lower anchor, then the lower object. A positive's weight is its IoU.
 *
 * <p>Pure: no state, no random numbers.
 *
 * @param radius how near the centre is near, in strides of the anchor's level, above 0
 * @see <a href="https://arxiv.org/abs/2107.08430">YOLOX, SimOTA</a>
 */
public record SimOtaAssigner(double radius) implements Assigner {

  /*
   * The published cost has the cross-entropy of all classes; here it is that of the true class, the
   * part that tells one object from another. Positives of no overlap get the weight 0 and are left
   * out: they could teach nothing.
   */

  private static final int MOST_COUNTED = 10;
  private static final double IOU_WEIGHT = 3;
  private static final double EPSILON = 1e-8;

  /** Added to the cost of what is not both in the box and near the centre: more than any cost. */
  private static final double OUTSIDE = 1e5;

  /** Checks the number. */
  public SimOtaAssigner {
    if (!(radius > 0) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException("SimOTA's radius must be above 0, got " + radius);
    }
  }

  /** The published radius, 2.5. */
  public static SimOtaAssigner defaults() {
    return new SimOtaAssigner(2.5);
  }

  /** Costs and overlaps of one object, by anchor; the cost of what is no candidate is infinite. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this class
  private record Costs(double[] cost, double[] overlap) {

    /** The cheapest candidates, as many as the largest overlaps are worth. */
    List<Integer> cheapest() {
      double worth =
          Arrays.stream(overlap)
              .boxed()
              .sorted(Comparator.reverseOrder())
              .limit(MOST_COUNTED)
              .mapToDouble(Double::doubleValue)
              .sum();
      return IntStream.range(0, cost.length)
          .filter(a -> Double.isFinite(cost[a]))
          .boxed()
          .sorted(Comparator.comparingDouble((Integer a) -> cost[a]))
          .limit(Math.max(1, (long) worth))
          .toList();
    }
  }

  @Override
  public Assignment assign(AnchorPredictions predictions, int image, ImageTruth truth) {
    int anchors = predictions.anchors().size();
    Costs[] byObject = new Costs[truth.size()];
    boolean[] taken = new boolean[anchors];
    int[] owner = new int[anchors];
    boolean[] contested = new boolean[anchors];
    for (int g = 0; g < byObject.length; g++) {
      byObject[g] = costs(predictions, image, truth, g);
      for (int anchor : byObject[g].cheapest()) {
        contested[anchor] = taken[anchor];
        taken[anchor] = true;
        owner[anchor] = g;
      }
    }
    double[] weights = new double[anchors];
    for (int a = 0; a < anchors; a++) {
      if (contested[a]) {
        owner[a] = cheapest(byObject, a);
      }
      weights[a] = taken[a] ? byObject[owner[a]].overlap[a] : 0;
    }
    return Assignment.of(owner, weights);
  }

  private static int cheapest(Costs[] byObject, int anchor) {
    int best = 0;
    for (int g = 1; g < byObject.length; g++) {
      if (byObject[g].cost[anchor] < byObject[best].cost[anchor]) {
        best = g;
      }
    }
    return best;
  }

  private Costs costs(AnchorPredictions predictions, int image, ImageTruth truth, int g) {
    AnchorGrid grid = predictions.anchors();
    Box box = truth.boxes().get(g);
    Costs costs = new Costs(new double[grid.size()], new double[grid.size()]);
    double[] edges = new double[4];
    for (int a = 0; a < grid.size(); a++) {
      double stride = grid.strides()[a];
      double x = grid.centresX()[a] * stride;
      double y = grid.centresY()[a] * stride;
      boolean isInside = x > box.x1() && x < box.x2() && y > box.y1() && y < box.y2();
      boolean isNear =
          Math.abs(x - box.centreX()) < radius * stride
              && Math.abs(y - box.centreY()) < radius * stride;
      costs.cost[a] = Double.POSITIVE_INFINITY;
      if (isInside || isNear) {
        predictions.box(image, a, edges);
        double overlap = Iou.iou(edges[0], edges[1], edges[2], edges[3], box);
        double score = predictions.score(image, truth.classes().get(g), a);
        costs.overlap[a] = overlap;
        costs.cost[a] =
            -Math.log(score + EPSILON)
                - IOU_WEIGHT * Math.log(overlap + EPSILON)
                + (isInside && isNear ? 0 : OUTSIDE);
      }
    }
    return costs;
  }
}
