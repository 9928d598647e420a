package dev.progloss.model.prediction;

import org.bytedeco.pytorch.Tensor;

/**
 * Raw outputs of one branch of the head.
 *
 * @param boxes {@code [B, 4 * R, A]} distances left, top, right, bottom in stride units; with R
 *     &gt; 1 bins, logits, and the channel is {@code side * R + bin}
 * @param scores {@code [B, C, A]} class logits
 */
public record BranchPredictions(Tensor boxes, Tensor scores) {}
