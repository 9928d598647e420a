package dev.progloss.model.prediction;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Raw outputs of one branch of the head.
 *
 * @param boxes {@code [B, 4 * R, A]} distances left, top, right, bottom in stride units; with R
 *     &gt; 1 bins, logits, and the channel is {@code side * R + bin}
 * @param scores {@code [B, C, A]} class logits
 * @param objectness {@code [B, 1, A]} logits of there being an object; null where the head has none
 */
public record BranchPredictions(Tensor boxes, Tensor scores, @Nullable Tensor objectness) {

  /** Of a head without objectness. */
  public BranchPredictions(Tensor boxes, Tensor scores) {
    this(boxes, scores, null);
  }
}
