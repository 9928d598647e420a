package dev.progloss.model.assign;

import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.AnchorPredictions;

/** Predictions given as probabilities {@code [B, A, C]} and boxes {@code [B, A, 4]} in pixels. */
@SuppressWarnings("ArrayRecordComponent") // a carrier for one test
record ArrayPredictions(AnchorGrid anchors, double[] scores, double[] boxes, int classes)
    implements AnchorPredictions {

  @Override
  public double score(int image, int classIndex, int anchor) {
    return scores[(image * anchors.size() + anchor) * classes + classIndex];
  }

  @Override
  public void box(int image, int anchor, double[] xyxy) {
    System.arraycopy(boxes, 4 * (image * anchors.size() + anchor), xyxy, 0, 4);
  }
}
