package dev.progloss.train.rate;

import dev.progloss.core.error.ConfigException;

/**
 * Rates chosen for the length of the run; what the user sets wins over them.
 *
 * <p>The usual settings (nominal batch 64, three epochs of warm-up) are made for long runs. On
 * small data they starve the network: 200 images for 80 epochs at batch 16 are 1040 batches but
 * only some 260 optimiser steps. So where a run would get fewer than {@value #ENOUGH_STEPS} steps
 * at nominal batch 64, the optimiser steps at every batch, warm-up is one epoch at most (and, as
 * always, at most a tenth of the run), and the Muon part weighs more.
 */
public final class AutoRecipe {

  /** Optimiser steps below which a run counts as short. */
  public static final int ENOUGH_STEPS = 5000;

  private static final int NOMINAL_BATCH = 64;
  private static final double USUAL_MUON = 0.2;
  private static final double SHORT_MUON = 1.0;

  private AutoRecipe() {}

  /**
   * Rates for MuSGD, the default optimiser.
   *
   * @param images training images
   * @param batch images in a batch
   * @param epochs epochs in the run
   * @throws ConfigException if one of them is below 1
   */
  public static RateConfig forRun(long images, int batch, int epochs) {
    if (images < 1 || batch < 1 || epochs < 1) {
      throw new ConfigException(
          "train: images, batch and epochs must be at least 1, got "
              + images
              + ", "
              + batch
              + " and "
              + epochs);
    }
    RateConfig usual = RateConfig.defaults();
    boolean small = isShort(images, batch, epochs);
    return new RateConfig(
        usual.lr0(),
        usual.lrf(),
        usual.cosine(),
        0.9, // what the published recipe pairs with MuSGD
        small ? Math.min(1, usual.warmupEpochs()) : usual.warmupEpochs(),
        usual.warmupMomentum(),
        usual.warmupBiasLr(),
        usual.weightDecay(),
        small ? batch : NOMINAL_BATCH,
        usual.gradientClip(),
        usual.warmupCapShare(),
        usual.finalStep());
  }

  /**
   * The gain of the Muon part of MuSGD: 0.2 as published, 1 in a short run. A Muon step has a fixed
   * size, however small the gradient: with the small gain a short run ends before its matrices have
   * moved far from their start.
   */
  public static double muonGain(long images, int batch, int epochs) {
    return isShort(images, batch, epochs) ? SHORT_MUON : USUAL_MUON;
  }

  /** Whether the run would get fewer than {@value #ENOUGH_STEPS} steps at nominal batch 64. */
  static boolean isShort(long images, int batch, int epochs) {
    double batches = Math.ceil((double) images / batch) * epochs;
    return batches / RatePlan.accumulation(NOMINAL_BATCH, batch) < ENOUGH_STEPS;
  }
}
