package dev.progloss.core.balance;

import java.util.SplittableRandom;

/**
 * Chance as a function of seed and batch: a run that goes on draws what one that never stopped
 * would have drawn, and nothing need be remembered.
 */
final class StepRandom {

  private static final long APART = 0x9E3779B97F4A7C15L;

  private StepRandom() {}

  /** The numbers of one batch. */
  static SplittableRandom at(long seed, long step) {
    return new SplittableRandom(new SplittableRandom(seed).nextLong() + APART * (step + 1));
  }

  /** A normal number, by Box and Muller: the same on every Java. */
  static double normal(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
