package dev.progloss.train.session;

import dev.progloss.core.error.ConfigException;
import dev.progloss.data.cache.CachePlan;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.ProcessorFlags;

/**
 * What a run may use. Nothing here changes a result, except that sums on another device or with
 * another number of compute threads may round otherwise, and that bfloat16 rounds more.
 *
 * @param device where the network computes
 * @param threads compute threads, at least 1
 * @param loaders threads that prepare pictures, at least 0
 * @param cache where scaled pictures are kept
 * @param amp whether training's forward pass computes in bfloat16 where that is harmless; losses,
 *     optimiser, weight average, evaluation and saved weights are float32 all the same
 */
public record Hardware(
    ComputeDevice device, int threads, int loaders, CachePlan cache, boolean amp) {

  private static final int MOST_LOADERS = 8;

  /** Checks the numbers. */
  public Hardware {
    if (threads < 1 || loaders < 0) {
      throw new ConfigException(
          "threads must be at least 1 and workers at least 0, got " + threads + " and " + loaders);
    }
  }

  /**
   * The processor with all its cores, a third of the heap for pictures, bfloat16 where it has
   * matrix instructions for it.
   *
   * <p>Compute and loader threads together are as many as there are cores: a loader that takes a
   * core from LibTorch's spinning threads costs more than it brings. On few cores there is no
   * loader: the training thread and others that then have nothing to compute prepare pictures
   * between steps.
   */
  public static Hardware cpu() {
    int cores = Runtime.getRuntime().availableProcessors();
    int loaders = Math.min(MOST_LOADERS, cores / 4);
    CachePlan cache = new CachePlan.Heap(Runtime.getRuntime().maxMemory() / 3);
    boolean amp = ProcessorFlags.here().hasMatrixBfloat16();
    return new Hardware(ComputeDevice.CPU, cores - loaders, loaders, cache, amp);
  }

  /** This device instead; a GPU leaves the cores to the loaders and computes in bfloat16. */
  public Hardware onDevice(ComputeDevice other) {
    int cores = Runtime.getRuntime().availableProcessors();
    return other.equals(ComputeDevice.CPU)
        ? new Hardware(other, threads, loaders, cache, amp)
        : new Hardware(other, threads, Math.min(MOST_LOADERS, Math.max(1, cores - 1)), cache, true);
  }

  /** So many loader threads instead. */
  public Hardware withLoaders(int count) {
    return new Hardware(device, threads, count, cache, amp);
  }

  /** So many compute threads instead. */
  public Hardware withThreads(int count) {
    return new Hardware(device, count, loaders, cache, amp);
  }

  /** Another place for scaled pictures. */
  public Hardware withCache(CachePlan plan) {
    return new Hardware(device, threads, loaders, plan, amp);
  }

  /** With the forward pass in bfloat16, or not, whether it pays or not. */
  public Hardware withAmp(boolean wanted) {
    return new Hardware(device, threads, loaders, cache, wanted);
  }
}
