package dev.progloss.data.load;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Prepares items ahead on other threads and hands them over in order: the same items in the same
 * order for any number of threads. Belongs to the thread that reads it.
 *
 * @param <T> what is prepared
 */
public final class Prefetcher<T> implements Iterator<T>, AutoCloseable {

  private static final long MOST_WAIT_SECONDS = 10;

  private final @Nullable ExecutorService workers;
  private final IntFunction<T> work;
  private final int ahead;
  private final int count;
  private final Queue<Future<T>> underWay = new ArrayDeque<>();
  private int submitted;
  private int handedOver;
  private boolean closed;

  private Prefetcher(@Nullable ExecutorService workers, int ahead, int count, IntFunction<T> work) {
    this.workers = workers;
    this.ahead = ahead;
    this.count = count;
    this.work = work;
  }

  /**
   * Starts preparing.
   *
   * @param threads how many; with 0 items are prepared when they are asked for
   * @param ahead how many items may be under way or waiting, at least 1
   * @param count how many items there are
   * @param work makes the item of an index; called on several threads at once
   */
  public static <T> Prefetcher<T> open(int threads, int ahead, int count, IntFunction<T> work) {
    if (threads < 0 || ahead < 1 || count < 0) {
      throw new IllegalArgumentException(
          "threads and count must not be negative and ahead at least 1, got "
              + threads
              + ", "
              + count
              + ", "
              + ahead);
    }
    ExecutorService workers =
        threads == 0
            ? null
            : Executors.newFixedThreadPool(
                threads,
                task -> {
                  Thread thread = new Thread(task, "progloss-loader");
                  thread.setDaemon(true);
                  return thread;
                });
    Prefetcher<T> prefetcher = new Prefetcher<>(workers, ahead, count, work);
    prefetcher.submit();
    return prefetcher;
  }

  @Override
  public boolean hasNext() {
    return handedOver < count;
  }

  /**
   * The next item; waits for it.
   *
   * @throws RuntimeException what its preparation threw
   * @throws CancellationException if the thread is interrupted; its flag stays set
   * @throws IllegalStateException if this is closed
   */
  @Override
  public T next() {
    if (closed) {
      throw new IllegalStateException("a closed prefetcher was asked for item " + handedOver);
    }
    if (!hasNext()) {
      throw new NoSuchElementException("all " + count + " items were handed over");
    }
    if (workers == null) {
      return work.apply(handedOver++);
    }
    Future<T> next = underWay.remove();
    handedOver++;
    submit();
    try {
      return next.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while loading");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(cause);
    }
  }

  private void submit() {
    while (workers != null && submitted < count && underWay.size() < ahead) {
      int index = submitted++;
      underWay.add(workers.submit(() -> work.apply(index)));
    }
  }

  /**
   * Stops preparing: what waits is dropped, what is under way is interrupted and its end awaited (a
   * while), so that afterwards nobody reads the source any more. A second call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    underWay.clear();
    if (workers == null || workers.isTerminated()) {
      return;
    }
    workers.shutdownNow();
    try {
      boolean unused = workers.awaitTermination(MOST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
