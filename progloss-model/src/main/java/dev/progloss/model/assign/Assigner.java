package dev.progloss.model.assign;

import dev.progloss.model.prediction.AnchorPredictions;

/** Decides which anchors learn which objects. */
public interface Assigner {

  /**
   * Assigns one image.
   *
   * @param predictions of the whole batch
   * @param image which image of the batch
   * @param truth its objects; there may be none
   */
  Assignment assign(AnchorPredictions predictions, int image, ImageTruth truth);
}
