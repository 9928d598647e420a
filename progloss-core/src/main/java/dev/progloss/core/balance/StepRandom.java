package dev.progloss.core.balance;

import java.util.SplittableRandom;

/**
 * Chance as a function of seed and batch: a run that goes on draws what one that never stopped
 * would have drawn, and nothing need be remembered.
 */
final class StepRandom {

  private static final long APART = 0xD1B54A32D192ED03L;

  private StepRandom() {}

  /** The numbers of one batch. */
  static SplittableRandom at(long seed, long step) {
    // Seeds side by side would give streams that overlap: a generator's own step lies between them.
    long mixed = new SplittableRandom(seed).nextLong() + APART * step;
    return new SplittableRandom(new SplittableRandom(mixed).nextLong());
  }

  /** A normal number, by Box and Muller: the same on every Java. */
  static double normal(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
