package dev.progloss.model.prediction;

/** What a branch says at each anchor point, in the terms of assignment. */
public interface AnchorPredictions {

  /** The anchor points, A. */
  AnchorGrid anchors();

  /** Class probability of an anchor, 0..1. */
  double score(int image, int classIndex, int anchor);

  /**
   * The box of an anchor, xyxy in pixels of the network input; edges may be reversed.
   *
   * @param xyxy receives the four edges
   */
  void box(int image, int anchor, double[] xyxy);
}
