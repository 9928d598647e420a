package dev.progloss.train.rate;

/**
 * The rates of one batch.
 *
 * @param target learning rate of a group with factor 1 once warm-up is over: {@code lr0 · f(epoch)}
 * @param warmupShare how much of the warm-up is done, in 0..1; 1 when it is over
 * @param warmupBiasLr where the rate of the biases starts from during warm-up
 * @param momentum momentum now; also the decay of the average that Muon keeps
 * @param weightDecay decay in force: the setting scaled by batch · accumulation / nominal batch
 * @param accumulation batches that must have passed since the last optimiser step
 */
public record RateStep(
    double target,
    double warmupShare,
    double warmupBiasLr,
    double momentum,
    double weightDecay,
    int accumulation) {

  /** Checks that the numbers can be rates. */
  public RateStep {
    if (!(target >= 0 && warmupShare >= 0 && warmupShare <= 1 && weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "rates must not be negative and the warm-up share must be in 0..1, got target "
              + target
              + ", share "
              + warmupShare
              + ", decay "
              + weightDecay);
    }
    if (!(momentum >= 0 && momentum < 1) || accumulation < 1) {
      throw new IllegalArgumentException(
          "momentum must be in [0, 1) and accumulation at least 1, got "
              + momentum
              + " and "
              + accumulation);
    }
  }

  /** Rates outside warm-up, an optimiser step at every batch. */
  public static RateStep steady(double learningRate, double momentum, double weightDecay) {
    return new RateStep(learningRate, 1, 0, momentum, weightDecay, 1);
  }

  /** Learning rate of weights and norms whose group has this factor. */
  public double learningRate(double factor) {
    return warmupShare * target * factor;
  }

  /** Learning rate of biases whose group has this factor; during warm-up it comes from above. */
  public double biasLearningRate(double factor) {
    return RatePlan.between(warmupBiasLr, target * factor, warmupShare);
  }
}
