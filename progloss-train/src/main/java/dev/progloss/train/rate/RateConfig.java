package dev.progloss.train.rate;

import dev.progloss.core.error.ConfigException;

/**
 * How fast a run learns: everything the rate plan needs to know of the user's wishes.
 *
 * @param lr0 initial learning rate of a group with factor 1, above 0
 * @param lrf the share of {@code lr0} that the decay heads for, in 0..1; epoch E would have it, but
 *     the last epoch is E − 1
 * @param cosine whether the decay follows half a cosine instead of a straight line
 * @param momentum momentum after warm-up, in [0, 1)
 * @param warmupEpochs length of the warm-up in epochs, 0 for none; never more than E − 1
 * @param warmupMomentum momentum of the first batch, in [0, 1)
 * @param warmupBiasLr learning rate of the biases at the first batch; all others start from 0
 * @param weightDecay decay at the nominal batch, at least 0
 * @param nominalBatch images per optimiser step that the rates are meant for; smaller batches are
 *     accumulated up to it
 * @param gradientClip greatest norm of all gradients together, above 0
 * @param warmupCapShare greatest share of all batches that warm-up may take, at least 0; 1 or more
 *     leaves it uncapped
 * @param finalStep whether gradients left over at the end of the run are applied
 */
public record RateConfig(
    double lr0,
    double lrf,
    boolean cosine,
    double momentum,
    double warmupEpochs,
    double warmupMomentum,
    double warmupBiasLr,
    double weightDecay,
    int nominalBatch,
    double gradientClip,
    double warmupCapShare,
    boolean finalStep) {

  /** Checks every range; a wrong one is a {@link ConfigException} that names the key. */
  public RateConfig {
    require(lr0 > 0 && Double.isFinite(lr0), "lr0", "be finite and > 0", lr0);
    require(lrf >= 0 && lrf <= 1, "lrf", "be in 0..1", lrf);
    require(momentum >= 0 && momentum < 1, "momentum", "be in [0, 1)", momentum);
    notNegative(warmupEpochs, "warmupEpochs");
    require(
        warmupMomentum >= 0 && warmupMomentum < 1,
        "warmupMomentum",
        "be in [0, 1)",
        warmupMomentum);
    notNegative(warmupBiasLr, "warmupBiasLr");
    notNegative(weightDecay, "weightDecay");
    require(nominalBatch >= 1, "nominalBatch", "be at least 1", nominalBatch);
    require(gradientClip > 0, "gradientClip", "be > 0", gradientClip); // infinity: no clipping
    require(warmupCapShare >= 0, "warmupCapShare", "be at least 0", warmupCapShare);
  }

  /**
   * The settings users of this family of detectors know: 0.01 falling to 1 %, three epochs of
   * warm-up, nominal batch 64; with warm-up capped at a tenth of the run and the last gradients
   * applied.
   */
  public static RateConfig defaults() {
    return new RateConfig(0.01, 0.01, false, 0.937, 3, 0.8, 0.1, 5e-4, 64, 10, 0.1, true);
  }

  private static void notNegative(double value, String name) {
    require(value >= 0 && Double.isFinite(value), name, "be finite and at least 0", value);
  }

  private static void require(boolean kept, String name, String rule, Number value) {
    if (!kept) {
      throw new ConfigException("train." + name + ": must " + rule + ", got " + value);
    }
  }
}
