package dev.progloss.data.load;

import dev.progloss.data.augment.SampleRandom;

/** In which order the samples of an epoch come. */
public final class SampleOrder {

  private static final int SHUFFLE_STREAM = -1;

  private SampleOrder() {}

  /** Every index once, shuffled: a pure function of seed and epoch. */
  public static int[] shuffled(int size, long seed, int epoch) {
    int[] order = sequential(size);
    SampleRandom random = SampleRandom.of(seed, epoch, SHUFFLE_STREAM);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /** Every index once, rising. */
  public static int[] sequential(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }
}
