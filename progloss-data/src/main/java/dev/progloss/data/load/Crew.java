package dev.progloss.data.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does numbered pieces of work on the caller's thread and on others that live as long as the work.
 * Each takes the next piece until none is left; pieces must not share what they write.
 *
 * @param threads how many, the caller's included, at least 1
 */
public record Crew(int threads) {

  /** Checks the number. */
  public Crew {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  /** Who does pieces on one thread, with tools of its own. */
  public interface Worker extends AutoCloseable {

    /** Does one piece. */
    void work(int piece);

    @Override
    void close();
  }

  /**
   * Does pieces 0 to {@code pieces - 1} and returns when all threads have ended.
   *
   * @param newWorker makes a worker for each thread, on it
   * @throws RuntimeException what a piece threw, the first one seen; an {@link Error} likewise.
   *     Then some pieces may not be done, but nobody works on one any more
   */
  public void run(int pieces, Supplier<Worker> newWorker) {
    run(pieces, newWorker, Crew::thread);
  }

  /** The same on threads of somebody's making. */
  void run(int pieces, Supplier<Worker> newWorker, ThreadFactory factory) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable work = () -> work(pieces, next, failure, newWorker);
    List<Thread> others = new ArrayList<>();
    try {
      for (int i = 1; i < Math.min(threads, pieces); i++) {
        Thread other = factory.newThread(work);
        other.start();
        others.add(other);
      }
      work.run();
    } finally {
      // A thread that cannot be started leaves others at work, and they write to the caller's
      // arrays.
      next.set(pieces);
      others.forEach(Crew::join);
    }
    Throwable seen = failure.get();
    if (seen instanceof RuntimeException e) {
      throw e;
    }
    if (seen instanceof Error e) {
      throw e;
    }
    if (seen != null) {
      throw new IllegalStateException("a piece of work failed: " + seen, seen);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "progloss-crew");
    thread.setDaemon(true);
    return thread;
  }

  private static void work(
      int pieces,
      AtomicInteger next,
      AtomicReference<@Nullable Throwable> failure,
      Supplier<Worker> newWorker) {
    try (Worker worker = newWorker.get()) {
      for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
        worker.work(piece);
      }
    } catch (
        Throwable e) { // native code throws what no signature tells; a lost piece leaves a hole
      failure.compareAndSet(null, e);
      next.set(pieces); // nobody needs the rest
    }
  }

  /** Waits to the end even if interrupted: the pieces write to arrays of the caller. */
  private static void join(Thread thread) {
    boolean isInterrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
