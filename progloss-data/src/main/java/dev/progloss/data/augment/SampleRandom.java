package dev.progloss.data.augment;

/**
 * The random stream of one sample: a pure function of seed, epoch and index, so that neither the
 * number of loader threads nor their order can change what a detector sees. SplitMix64.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea and Flood, 2014</a>
 */
public final class SampleRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private SampleRandom(long state) {
    this.state = state;
  }

  /** The stream of a sample in an epoch. */
  public static SampleRandom of(long seed, int epoch, int index) {
    long mixed = mix(seed + GOLDEN_GAMMA);
    mixed = mix(mixed ^ (epoch + 1L) * 0xD1342543DE82EF95L);
    return new SampleRandom(mix(mixed ^ (index + 1L) * 0xAF251AF3B0F025B5L));
  }

  /** The next 64 bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [from, to). */
  public double between(double from, double to) {
    return from + (to - from) * nextDouble();
  }

  /** Uniform in 0..bound-1. */
  public int nextInt(int bound) {
    return (int) Math.min((long) (nextDouble() * bound), bound - 1L);
  }

  /** True with this chance; draws a number in any case, so that streams stay aligned. */
  public boolean chance(double probability) {
    return nextDouble() < probability;
  }

  private static long mix(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
