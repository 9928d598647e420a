package dev.progloss.model.loss;

import dev.progloss.core.box.Box;
import dev.progloss.model.assign.Assigner;
import dev.progloss.model.assign.Assignment;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchArrays;
import java.util.ArrayList;
import java.util.List;

/**
 * The positives of a batch as flat arrays, ready to become tensors. P is how many there are.
 *
 * @param anchorIndex {@code [P]} position in {@code [B * A]}
 * @param scoreIndex {@code [P]} position of the true class's score in {@code [B * C * A]}
 * @param weights {@code [P]} target scores
 * @param centres {@code [P, 2]} anchor centres in stride units
 * @param strides {@code [P]} pixels
 * @param boxes {@code [P, 4]} targets xyxy in stride units
 * @param weightSum sum of the weights
 */
@SuppressWarnings("ArrayRecordComponent") // made once a step and only read
record Positives(
    long[] anchorIndex,
    long[] scoreIndex,
    double[] weights,
    double[] centres,
    double[] strides,
    double[] boxes,
    double weightSum) {

  int size() {
    return weights.length;
  }

  /**
   * Mean IoU of the targets and of boxes in their order.
   *
   * @param predicted {@code [P, 4]} xyxy in stride units; sides may be turned around: no overlap
   */
  double meanOverlap(double[] predicted) {
    double sum = 0;
    for (int at = 0; at < predicted.length; at += 4) {
      double width =
          Math.min(predicted[at + 2], boxes[at + 2]) - Math.max(predicted[at], boxes[at]);
      double height =
          Math.min(predicted[at + 3], boxes[at + 3]) - Math.max(predicted[at + 1], boxes[at + 1]);
      if (width > 0 && height > 0) {
        double shared = width * height;
        sum += shared / (area(predicted, at) + area(boxes, at) - shared);
      }
    }
    return sum / size();
  }

  private static double area(double[] xyxy, int at) {
    return (xyxy[at + 2] - xyxy[at]) * (xyxy[at + 3] - xyxy[at + 1]);
  }

  /** Assigns every image of a batch. */
  static Positives assign(Assigner assigner, BranchArrays predictions, List<ImageTruth> truth) {
    List<Assignment> assignments = new ArrayList<>();
    int count = 0;
    double weightSum = 0;
    for (int image = 0; image < truth.size(); image++) {
      Assignment assignment = assigner.assign(predictions, image, truth.get(image));
      assignments.add(assignment);
      count += assignment.size();
      weightSum += assignment.weightSum();
    }
    Positives all =
        new Positives(
            new long[count],
            new long[count],
            new double[count],
            new double[2 * count],
            new double[count],
            new double[4 * count],
            weightSum);
    int at = 0;
    for (int image = 0; image < truth.size(); image++) {
      at = all.fill(at, image, assignments.get(image), truth.get(image), predictions);
    }
    return all;
  }

  private int fill(
      int first, int image, Assignment assignment, ImageTruth truth, BranchArrays predictions) {
    AnchorGrid grid = predictions.anchors();
    int at = first;
    for (int i = 0; i < assignment.size(); i++, at++) {
      int anchor = assignment.anchors()[i];
      int object = assignment.objects()[i];
      long row = (long) image * predictions.classes() + truth.classes().get(object);
      anchorIndex[at] = (long) image * grid.size() + anchor;
      scoreIndex[at] = row * grid.size() + anchor;
      weights[at] = assignment.weights()[i];
      centres[2 * at] = grid.centresX()[anchor];
      centres[2 * at + 1] = grid.centresY()[anchor];
      strides[at] = grid.strides()[anchor];
      Box box = truth.boxes().get(object);
      boxes[4 * at] = box.x1() / strides[at];
      boxes[4 * at + 1] = box.y1() / strides[at];
      boxes[4 * at + 2] = box.x2() / strides[at];
      boxes[4 * at + 3] = box.y2() / strides[at];
    }
    return at;
  }
}
