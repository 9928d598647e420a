package dev.progloss.run.journal;

import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.schedule.Progress;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One batch, in numbers.
 *
 * @param progress where training stood
 * @param raw every loss term, unweighted
 * @param weights what each was multiplied by
 * @param total the weighted sum, as it was optimised
 * @param learningRate of weights; biases differ during warm-up
 * @param biasLearningRate of biases
 * @param momentum in force
 * @param gradientNorm before clipping; empty where the optimiser did not step
 * @param images in the batch
 * @param look its gradients by term, where they were looked at
 */
public record StepRecord(
    Progress progress,
    TermTable raw,
    LossWeights weights,
    double total,
    double learningRate,
    double biasLearningRate,
    double momentum,
    OptionalDouble gradientNorm,
    int images,
    Optional<GradientLook> look) {

  /** Without a look at its gradients. */
  public StepRecord(
      Progress progress,
      TermTable raw,
      LossWeights weights,
      double total,
      double learningRate,
      double biasLearningRate,
      double momentum,
      OptionalDouble gradientNorm,
      int images) {
    this(
        progress,
        raw,
        weights,
        total,
        learningRate,
        biasLearningRate,
        momentum,
        gradientNorm,
        images,
        Optional.empty());
  }
}
