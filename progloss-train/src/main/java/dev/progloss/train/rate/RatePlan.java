package dev.progloss.train.rate;

import dev.progloss.core.error.ConfigException;
import java.util.BitSet;

/**
 * The rates of a whole run: a pure function of the batch index, so a run can be resumed at any
 * batch with nothing restored.
 *
 * <p>With n the batch index over the run, e its epoch of E: {@code f(e) = max(1 − e/E, 0)(1 − lrf)
 * + lrf}, or {@code 1 + (lrf − 1)(1 − cos(πe/E))/2} for the cosine. Warm-up holds for n ≤ W, {@code
 * W = round(min(warmupEpochs, max(E − 1, 0)) · batches)}, and moves linearly in n/W: rates from 0
 * (biases: from {@code warmupBiasLr}) to a target that itself decays epoch by epoch, momentum, and
 * the accumulation length from 1 to its nominal value. The optimiser steps at n when n − (last
 * step) ≥ accumulation, the last step counted as −1 at first. Accumulation runs over epoch ends.
 *
 * <p>Two rules are ours, each with its setting. Warm-up takes at most {@code warmupCapShare} of the
 * run, since three epochs of a ten-epoch run are a third of it. And gradients left over at the end
 * are applied ({@code finalStep}) where the usual trainer drops them.
 */
public final class RatePlan {

  private final RateConfig config;
  private final long batchesPerEpoch;

  /** Epochs over which the rates decay. */
  private final int horizon;

  private final long totalBatches;
  private final int nominalAccumulation;
  private final double weightDecay;

  /** Last batch of the warm-up; −1 where there is none. */
  private final long warmupEnd;

  /** Batches of the warm-up at which the optimiser steps. */
  private final BitSet warmupSteps = new BitSet();

  /** First batch after the warm-up at which it steps; from there on, every nominal accumulation. */
  private final long firstSteadyStep;

  private RatePlan(
      RateConfig config, int batch, long batchesPerEpoch, int horizon, long totalBatches) {
    this.config = config;
    this.batchesPerEpoch = batchesPerEpoch;
    this.horizon = horizon;
    this.totalBatches = totalBatches;
    int nominal = accumulation(config.nominalBatch(), batch);
    // Decay sees the nominal length before it is cut to the run.
    this.weightDecay = config.weightDecay() * batch * nominal / config.nominalBatch();
    this.nominalAccumulation = (int) Math.min(nominal, totalBatches);
    this.warmupEnd = warmupEnd();
    this.firstSteadyStep = replayWarmup() + nominalAccumulation;
  }

  /**
   * The plan of a run.
   *
   * @param config the wishes
   * @param batch images in a batch
   * @param batchesPerEpoch batches in an epoch, the last one perhaps smaller
   * @param epochs epochs in the run
   * @throws ConfigException if the run has no batch
   */
  public static RatePlan of(RateConfig config, int batch, long batchesPerEpoch, int epochs) {
    if (batch < 1 || batchesPerEpoch < 1 || epochs < 1) {
      throw new ConfigException(
          "train: batch, batches per epoch and epochs must be at least 1, got "
              + batch
              + ", "
              + batchesPerEpoch
              + " and "
              + epochs);
    }
    return new RatePlan(
        config, batch, batchesPerEpoch, epochs, Math.multiplyExact(batchesPerEpoch, (long) epochs));
  }

  /**
   * The same rates for a run of another length: a longer one goes on with those of the last epoch.
   *
   * @param batch images in a batch, as before
   * @param epochs epochs in the run
   */
  public RatePlan over(int batch, int epochs) {
    return new RatePlan(
        config,
        batch,
        batchesPerEpoch,
        horizon,
        Math.multiplyExact(batchesPerEpoch, (long) epochs));
  }

  /** The rates of batch {@code n}, counted from 0 over the whole run. */
  public RateStep at(long n) {
    requireInRun(n);
    double share = n <= warmupEnd ? (double) n / warmupEnd : 1;
    return new RateStep(
        config.lr0() * decay(n / batchesPerEpoch),
        share,
        config.warmupBiasLr(),
        between(config.warmupMomentum(), config.momentum(), share),
        weightDecay,
        accumulationAt(n));
  }

  /** Whether the optimiser steps after the gradients of batch {@code n}. */
  public boolean stepsAt(long n) {
    requireInRun(n);
    return isDue(n) || (config.finalStep() && n == totalBatches - 1);
  }

  /** Optimiser steps at batches before {@code n}; with all batches, those of the run. */
  public long stepsBefore(long n) {
    if (n < 0 || n > totalBatches) {
      throw new IllegalArgumentException(
          "batch must be in 0.." + totalBatches + " of this run, got " + n);
    }
    long steps = warmupSteps.get(0, (int) Math.min(n, warmupEnd + 1)).cardinality();
    if (n > firstSteadyStep) {
      steps += (n - 1 - firstSteadyStep) / nominalAccumulation + 1;
    }
    boolean extra = config.finalStep() && n == totalBatches && !isDue(n - 1);
    return extra ? steps + 1 : steps;
  }

  /** Greatest norm of all gradients together. */
  public double gradientClip() {
    return config.gradientClip();
  }

  /** Epochs over which the rates decay. */
  public int horizon() {
    return horizon;
  }

  /** Batches in the whole run. */
  public long totalBatches() {
    return totalBatches;
  }

  /** Batches of warm-up, W; 0 for none. */
  public long warmupBatches() {
    return Math.max(warmupEnd, 0);
  }

  /** The point at share {@code p} between two values; exact at both ends. */
  static double between(double from, double to, double p) {
    return (1 - p) * from + p * to;
  }

  /** Batches of this size that make up a nominal batch: rounded half to even, at least 1. */
  static int accumulation(int nominalBatch, int batch) {
    return (int) Math.max(Math.rint((double) nominalBatch / batch), 1);
  }

  private boolean isDue(long n) {
    return n <= warmupEnd
        ? warmupSteps.get((int) n)
        : n >= firstSteadyStep && (n - firstSteadyStep) % nominalAccumulation == 0;
  }

  private double decay(long epoch) {
    double done = (double) Math.min(epoch, horizon - 1) / horizon;
    double lrf = config.lrf();
    return config.cosine()
        ? 1 + (lrf - 1) * (1 - Math.cos(Math.PI * done)) / 2
        : Math.max(1 - done, 0) * (1 - lrf) + lrf;
  }

  private int accumulationAt(long n) {
    if (n > warmupEnd) {
      return nominalAccumulation;
    }
    return (int) Math.max(Math.rint(between(1, nominalAccumulation, (double) n / warmupEnd)), 1);
  }

  private long warmupEnd() {
    double wished =
        Math.rint(Math.min(config.warmupEpochs(), Math.max(horizon - 1, 0)) * batchesPerEpoch);
    double most =
        config.warmupCapShare() >= 1
            ? wished
            : Math.floor(config.warmupCapShare() * (double) batchesPerEpoch * horizon);
    long length = (long) Math.min(wished, most);
    if (length >= Integer.MAX_VALUE) {
      throw new ConfigException(
          "train.warmupEpochs: warm-up must be shorter than 2^31 batches, got " + length);
    }
    return length == 0 ? -1 : length;
  }

  /** Marks the steps of the warm-up; returns the last of them, −1 for none. */
  private long replayWarmup() {
    long last = -1;
    for (long n = 0; n <= warmupEnd && n < totalBatches; n++) {
      if (n - last >= accumulationAt(n)) {
        warmupSteps.set((int) n);
        last = n;
      }
    }
    return last;
  }

  private void requireInRun(long n) {
    if (n < 0 || n >= totalBatches) {
      throw new IllegalArgumentException(
          "batch must be in 0.." + (totalBatches - 1) + " of this run, got " + n);
    }
  }
}
