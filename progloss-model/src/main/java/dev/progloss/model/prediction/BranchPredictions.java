package dev.progloss.model.prediction;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Raw outputs of one branch of the head. A carrier for one step; the tensors belong to the scope
 * they were made in.
 *
 * @param boxes {@code [B, 4 * R, A]} distances left, top, right, bottom in stride units; with R
 *     &gt; 1 bins, logits, and the channel is {@code side * R + bin}
 * @param scores {@code [B, C, A]} class logits
 * @param objectness {@code [B, 1, A]} logits, or null where the head has no objectness branch
 */
public record BranchPredictions(Tensor boxes, Tensor scores, @Nullable Tensor objectness) {

  /** The same numbers without their history: nothing computed from them reaches the network. */
  public BranchPredictions detach() {
    return new BranchPredictions(
        boxes.detach(), scores.detach(), objectness == null ? null : objectness.detach());
  }
}
