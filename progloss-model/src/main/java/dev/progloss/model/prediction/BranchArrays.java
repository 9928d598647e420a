package dev.progloss.model.prediction;

import dev.progloss.torch.device.Heap;
import dev.progloss.torch.shape.Shapes;
import org.bytedeco.pytorch.Tensor;

/**
 * Raw outputs of one branch on the heap, where assignment and decoding read them.
 *
 * <p>Only what is asked for is computed: most anchors are far from every object, and neither their
 * scores nor their boxes ever matter.
 *
 * <p>Where the head says objectness, an anchor's score is the square root of class probability
 * times objectness. Both learn the same target, so that the root, not the product, is comparable
 * with it and with the scores of a head without objectness.
 */
public final class BranchArrays implements AnchorPredictions {

  private final float[] boxes;
  private final float[] scores;
  private final AnchorGrid anchors;
  private final int images;
  private final int classes;
  private final int bins;

  private BranchArrays(float[] boxes, float[] scores, AnchorGrid anchors, int images, int classes) {
    this.boxes = boxes;
    this.scores = scores;
    this.anchors = anchors;
    this.images = images;
    this.classes = classes;
    this.bins = boxes.length / (4 * images * anchors.size());
  }

  /** Copies the outputs of a branch; waits for the device. */
  public static BranchArrays of(BranchPredictions predictions, AnchorGrid anchors) {
    Shapes.require("[B, C, " + anchors.size() + "]", predictions.scores(), "scores");
    Shapes.require("[B, R, " + anchors.size() + "]", predictions.boxes(), "boxes");
    long[] shape = predictions.scores().shape();
    float[] scores = Heap.floats(predictions.scores());
    Tensor objectness = predictions.objectness();
    if (objectness != null) {
      Shapes.require("[B, 1, " + anchors.size() + "]", objectness, "objectness");
      join(scores, Heap.floats(objectness), (int) shape[1], anchors.size());
    }
    return new BranchArrays(
        Heap.floats(predictions.boxes()), scores, anchors, (int) shape[0], (int) shape[1]);
  }

  /** Makes class logits those of the geometric mean of class probability and objectness. */
  private static void join(float[] scores, float[] objectness, int classes, int anchors) {
    for (int i = 0; i < scores.length; i++) {
      int image = i / (classes * anchors);
      double something = logOfSigmoid(objectness[image * anchors + i % anchors]);
      double log = (logOfSigmoid(scores[i]) + something) / 2;
      scores[i] = (float) (log - Math.log(-Math.expm1(log)));
    }
  }

  private static double logOfSigmoid(double logit) {
    return Math.min(logit, 0) - Math.log1p(Math.exp(-Math.abs(logit)));
  }

  /** How many images there are, B. */
  public int images() {
    return images;
  }

  /** How many classes there are, C. */
  public int classes() {
    return classes;
  }

  @Override
  public AnchorGrid anchors() {
    return anchors;
  }

  /** Logit of an anchor's score for a class, objectness included. */
  public float logit(int image, int classIndex, int anchor) {
    return scores[(image * classes + classIndex) * anchors.size() + anchor];
  }

  @Override
  public double score(int image, int classIndex, int anchor) {
    return 1 / (1 + Math.exp(-logit(image, classIndex, anchor)));
  }

  @Override
  public void box(int image, int anchor, double[] xyxy) {
    double stride = anchors.strides()[anchor];
    double x = anchors.centresX()[anchor];
    double y = anchors.centresY()[anchor];
    xyxy[0] = (x - distance(image, 0, anchor)) * stride;
    xyxy[1] = (y - distance(image, 1, anchor)) * stride;
    xyxy[2] = (x + distance(image, 2, anchor)) * stride;
    xyxy[3] = (y + distance(image, 3, anchor)) * stride;
  }

  /** Distance to one side in stride units: as it is, or expected over the bins. */
  private double distance(int image, int side, int anchor) {
    int size = anchors.size();
    int first = (image * 4 + side) * bins * size + anchor;
    if (bins == 1) {
      return boxes[first];
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (int bin = 0; bin < bins; bin++) {
      highest = Math.max(highest, boxes[first + bin * size]);
    }
    double sum = 0;
    double weighted = 0;
    for (int bin = 0; bin < bins; bin++) {
      double mass = Math.exp(boxes[first + bin * size] - highest);
      sum += mass;
      weighted += bin * mass;
    }
    return weighted / sum;
  }
}
