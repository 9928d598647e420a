package dev.progloss.eval.coco;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Runs numbered pieces of work on a few threads that live as long as the work. Each thread takes
 * the next piece until none is left; pieces must not share what they write.
 */
final class Workers {

  private final int threads;

  /**
   * As many threads as asked for, the caller's included.
   *
   * @param threads at least 1
   */
  Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    this.threads = threads;
  }

  /** As many as there are cores, at most 8: past that, memory is the limit. */
  static Workers ofMachine() {
    return new Workers(Math.min(8, Runtime.getRuntime().availableProcessors()));
  }

  int threads() {
    return threads;
  }

  /**
   * Does pieces 0 to {@code pieces - 1} and returns when all are done.
   *
   * @param newWorker makes one worker a thread, so that each may have its own buffers
   */
  void run(int pieces, Supplier<IntConsumer> newWorker) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, pieces); i++) {
      Thread other = new Thread(() -> work(pieces, next, newWorker), "coco-" + i);
      other.setDaemon(true);
      other.setUncaughtExceptionHandler((thread, e) -> failure.compareAndSet(null, e));
      others.add(other);
      other.start();
    }
    work(pieces, next, newWorker);
    for (Thread other : others) {
      join(other);
    }
    if (failure.get() instanceof Error error) {
      throw error; // a full heap must be seen as one
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a part of the evaluation failed", failure.get());
    }
  }

  private static void work(int pieces, AtomicInteger next, Supplier<IntConsumer> newWorker) {
    IntConsumer worker = newWorker.get();
    for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
      worker.accept(piece);
    }
  }

  /** Waits to the end even if interrupted: the pieces write to arrays of the caller. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
