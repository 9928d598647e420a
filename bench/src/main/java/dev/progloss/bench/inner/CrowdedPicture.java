package dev.progloss.bench.inner;

import dev.progloss.core.box.Box;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A picture with any number of objects, and what a half-trained network says of it.
 *
 * @param truth its objects
 * @param predictions of this one image
 */
public record CrowdedPicture(ImageTruth truth, BranchArrays predictions) {

  /** How objects lie. */
  public enum Layout {
    /**
     * Side by side: the more there are the smaller they are, and together they fill the picture.
     */
    SPREAD,
    /** On one heap: each a quarter of the picture wide, all over each other. */
    CLUSTERED
  }

  /** Of the scores: the middle is what a class's score is where there is nothing to be seen. */
  private static final double LOGIT_MEAN = -3;

  private static final double LOGIT_DEVIATION = 2;

  /**
   * Draws a picture.
   *
   * @param side of the square network input, pixels, a multiple of 32
   * @param objects how many
   * @param classes how many
   */
  public static CrowdedPicture draw(int side, int objects, Layout layout, int classes) {
    Random random = new Random(31L * side + objects);
    List<Integer> kinds = new ArrayList<>();
    List<Box> boxes = new ArrayList<>();
    for (int g = 0; g < objects; g++) {
      kinds.add(random.nextInt(classes));
      boxes.add(layout == Layout.SPREAD ? spread(random, side, g, objects) : heaped(random, side));
    }
    AnchorGrid grid = AnchorGrid.of(side, side, 8, 16, 32);
    return new CrowdedPicture(
        new ImageTruth(kinds, boxes), predictions(random, grid, boxes, classes));
  }

  /** In its own cell of a square lattice. */
  private static Box spread(Random random, int side, int index, int objects) {
    int columns = (int) Math.ceil(Math.sqrt(objects));
    double cell = (double) side / columns;
    int row = index / columns;
    return Box.ofCentre(
        (index % columns + 0.5) * cell,
        (row + 0.5) * cell,
        cell * random.nextDouble(0.5, 1),
        cell * random.nextDouble(0.5, 1));
  }

  private static Box heaped(Random random, int side) {
    return Box.ofCentre(
        side * random.nextDouble(0.4, 0.6),
        side * random.nextDouble(0.4, 0.6),
        side * random.nextDouble(0.15, 0.35),
        side * random.nextDouble(0.15, 0.35));
  }

  /** Every anchor says the box of one of the objects, a little wrong. */
  private static BranchArrays predictions(
      Random random, AnchorGrid grid, List<Box> boxes, int classes) {
    int anchors = grid.size();
    float[] distances = new float[4 * anchors];
    for (int a = 0; a < anchors && !boxes.isEmpty(); a++) {
      double stride = grid.strides()[a];
      double x = grid.centresX()[a] * stride;
      double y = grid.centresY()[a] * stride;
      Box box = oneNear(random, boxes, x, y);
      double[] sides = {x - box.x1(), y - box.y1(), box.x2() - x, box.y2() - y};
      for (int side = 0; side < sides.length; side++) {
        double wrong = 0.1 * random.nextGaussian() * box.width();
        distances[side * anchors + a] = (float) ((sides[side] + wrong) / stride);
      }
    }
    float[] logits = new float[classes * anchors];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (LOGIT_MEAN + LOGIT_DEVIATION * random.nextGaussian());
    }
    return of(distances, logits, grid, classes);
  }

  /** Of a few objects drawn at random, the one whose centre is nearest. */
  private static Box oneNear(Random random, List<Box> boxes, double x, double y) {
    Box nearest = boxes.get(random.nextInt(boxes.size()));
    for (int i = 0; i < Math.min(boxes.size(), 16); i++) {
      Box other = boxes.get(random.nextInt(boxes.size()));
      if (distance(other, x, y) < distance(nearest, x, y)) {
        nearest = other;
      }
    }
    return nearest;
  }

  private static double distance(Box box, double x, double y) {
    return Math.hypot(box.centreX() - x, box.centreY() - y);
  }

  /** Raw outputs of one image as the heap holds them. */
  static BranchArrays of(float[] distances, float[] logits, AnchorGrid grid, int classes) {
    try (TensorScope scope = TensorScope.open()) {
      return BranchArrays.of(
          new BranchPredictions(
              Heap.tensor(distances, 1, 4, grid.size()),
              Heap.tensor(logits, 1, classes, grid.size())),
          grid);
    }
  }
}
