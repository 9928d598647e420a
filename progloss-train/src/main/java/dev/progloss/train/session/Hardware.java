package dev.progloss.train.session;

import dev.progloss.core.error.ConfigException;
import dev.progloss.data.cache.CachePlan;
import dev.progloss.torch.device.ComputeDevice;

/**
 * What a run may use. Nothing here changes a result, except that sums on another device or with
 * another number of compute threads may round otherwise.
 *
 * @param device where the network computes
 * @param threads compute threads, at least 1
 * @param loaders threads that prepare pictures, at least 0
 * @param cache where scaled pictures are kept
 */
public record Hardware(ComputeDevice device, int threads, int loaders, CachePlan cache) {

  private static final int MOST_LOADERS = 8;

  /** Checks the numbers. */
  public Hardware {
    if (threads < 1 || loaders < 0) {
      throw new ConfigException(
          "threads must be at least 1 and workers at least 0, got " + threads + " and " + loaders);
    }
  }

  /**
   * The processor with all its cores, a third of the heap for pictures.
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
    return new Hardware(ComputeDevice.CPU, cores - loaders, loaders, cache);
  }

  /** This device instead; a GPU leaves the cores to the loaders. */
  public Hardware onDevice(ComputeDevice other) {
    int cores = Runtime.getRuntime().availableProcessors();
    return other.equals(ComputeDevice.CPU)
        ? new Hardware(other, threads, loaders, cache)
        : new Hardware(other, threads, Math.min(MOST_LOADERS, Math.max(1, cores - 1)), cache);
  }

  /** So many loader threads instead. */
  public Hardware withLoaders(int count) {
    return new Hardware(device, threads, count, cache);
  }

  /** So many compute threads instead. */
  public Hardware withThreads(int count) {
    return new Hardware(device, count, loaders, cache);
  }

  /** Another place for scaled pictures. */
  public Hardware withCache(CachePlan plan) {
    return new Hardware(device, threads, loaders, plan);
  }
}
