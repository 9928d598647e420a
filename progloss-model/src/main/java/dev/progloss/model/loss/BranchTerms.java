package dev.progloss.model.loss;

import dev.progloss.core.balance.Component;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Raw loss terms of one branch.
 *
 * @param terms scalars, scoped, neither weighted nor multiplied by the batch size; in the order of
 *     the components
 * @param positives how many anchors learned an object
 * @param targetScores sum of their target scores
 */
public record BranchTerms(Map<Component, Tensor> terms, int positives, double targetScores) {}
