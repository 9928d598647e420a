package dev.progloss.torch.device;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import org.bytedeco.openblas.global.openblas_nolapack;

/** The process-wide settings of LibTorch, in one place. */
public final class Engine {

  private Engine() {}

  /**
   * Sets how many threads compute.
   *
   * <p>Matrix products inside a step run on LibTorch's own threads; a second pool in OpenBLAS
   * fights them for the same cores (measured: up to ten times slower), so it gets one thread.
   *
   * @param threads at least 1; results are repeatable bit for bit only for the same number
   */
  public static void start(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** How many threads compute. */
  public static int threads() {
    return get_num_threads();
  }

  /** Seeds LibTorch's own generator: the start weights of a network depend on it alone. */
  public static void seed(long seed) {
    manual_seed(seed);
  }
}
