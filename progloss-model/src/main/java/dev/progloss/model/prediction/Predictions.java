package dev.progloss.model.prediction;

/**
 * Raw outputs of both branches over one batch.
 *
 * @param oneToMany the branch with many positives an object
 * @param oneToOne the branch with one positive an object
 * @param anchors where the anchor points are
 */
public record Predictions(
    BranchPredictions oneToMany, BranchPredictions oneToOne, AnchorGrid anchors) {

  /** The same numbers without their history. */
  public Predictions detach() {
    return new Predictions(oneToMany.detach(), oneToOne.detach(), anchors);
  }
}
