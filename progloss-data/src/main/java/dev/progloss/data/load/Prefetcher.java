package dev.progloss.data.load;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final long LOOK_AFTER_SECONDS = 1;

  private final @Nullable ExecutorService workers;
  private final List<Thread> threads;
  private final IntFunction<T> work;
  private final int ahead;
  private final int count;
  private final Queue<Future<T>> underWay = new ArrayDeque<>();
  private int submitted;
  private int handedOver;
  private boolean closed;

  private Prefetcher(@Nullable Pool pool, int ahead, int count, IntFunction<T> work) {
    this.workers = pool == null ? null : pool.workers;
    this.threads = pool == null ? List.of() : pool.threads;
    this.ahead = ahead;
    this.count = count;
    this.work = work;
  }

  /** Workers, and all threads that were ever made for them. */
  private record Pool(ExecutorService workers, List<Thread> threads) {

    static Pool of(int size, ThreadFactory factory) {
      List<Thread> threads = new CopyOnWriteArrayList<>();
      ThreadFactory noted =
          task -> {
            Thread thread = factory.newThread(task);
            threads.add(thread);
            return thread;
          };
      return new Pool(Executors.newFixedThreadPool(size, noted), threads);
    }
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
    return open(threads == 0 ? null : Pool.of(threads, Prefetcher::thread), ahead, count, work);
  }

  /** The same with at least one thread, on threads of somebody's making. */
  static <T> Prefetcher<T> open(
      int threads, int ahead, int count, ThreadFactory factory, IntFunction<T> work) {
    return open(Pool.of(threads, factory), ahead, count, work);
  }

  private static <T> Prefetcher<T> open(
      @Nullable Pool pool, int ahead, int count, IntFunction<T> work) {
    Prefetcher<T> prefetcher = new Prefetcher<>(pool, ahead, count, work);
    try {
      prefetcher.submit();
    } catch (OutOfMemoryError e) { // no further thread could be started
      prefetcher.close();
      throw e;
    }
    return prefetcher;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "progloss-loader");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean hasNext() {
    return handedOver < count;
  }

  /**
   * The next item; waits for it as long as all threads live.
   *
   * @throws RuntimeException what its preparation threw; an {@link Error} likewise
   * @throws CancellationException if the thread is interrupted; its flag stays set
   * @throws IllegalStateException if this is closed, or a thread of it has died
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
      return await(next);
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

  /**
   * Looks now and then whether all threads live. Whatever is thrown in preparing comes out of the
   * future; a thread that died in any other way may have taken this item with it.
   */
  private T await(Future<T> next) throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return next.get(LOOK_AFTER_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        boolean allLive = threads.stream().allMatch(Thread::isAlive);
        if (!allLive && !next.isDone()) {
          throw new IllegalStateException(
              "a loader thread has died, and item " + (handedOver - 1) + " is not prepared", e);
        }
      }
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
    if (workers == null || workers.isShutdown()) {
      return;
    }
    workers.shutdownNow();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_WAIT_SECONDS);
    try {
      for (Thread thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
