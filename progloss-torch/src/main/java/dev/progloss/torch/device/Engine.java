package dev.progloss.torch.device;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  /**
   * Threads for work that is shared out by us and not by LibTorch: each computes alone.
   *
   * <p>LibTorch gives every thread that calls it a team of its own. With more threads in teams than
   * cores none of them waits awake any longer, and each of the thousands of operations of a step
   * pays for waking them (measured: a step takes a sixth longer). So these threads have no team.
   *
   * @param count how many, at least 1; yours to shut down
   * @param name of the threads
   */
  public static ExecutorService soloists(int count, String name) {
    synchronized (Engine.class) {
      int before = threads();
      ExecutorService soloists = Executors.newFixedThreadPool(count, work -> daemon(work, name));
      CyclicBarrier all = new CyclicBarrier(count); // so that no thread takes the place of another
      CompletableFuture<?>[] becoming = new CompletableFuture<?>[count];
      for (int i = 0; i < count; i++) {
        becoming[i] = CompletableFuture.runAsync(() -> becomeSoloist(all), soloists);
      }
      CompletableFuture.allOf(becoming).join();
      // The number is of the calling thread, and also what a thread new to LibTorch begins with.
      set_num_threads(before);
      return soloists;
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private static void becomeSoloist(CyclicBarrier all) {
    set_num_threads(1);
    // A thread takes over the number set last by anybody when it first asks, so it asks here.
    int unused = get_num_threads();
    try {
      all.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("nobody interrupts these threads yet", e);
    }
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
