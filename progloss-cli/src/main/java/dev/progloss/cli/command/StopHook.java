package dev.progloss.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What is done when the process is asked to end (Ctrl-C, SIGTERM) while work is under way: the work
 * is told, and the process waits until it is over, ten minutes at most.
 */
final class StopHook implements AutoCloseable {

  private static final long MOST_WAIT_MINUTES = 10;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private StopHook(Runnable tell) {
    this.hook = new Thread(() -> tellAndWait(tell), "progloss-stop");
  }

  /**
   * Sets one up, until closed.
   *
   * @param tell asks the work to end, from another thread; must return soon
   */
  static StopHook telling(Runnable tell) {
    StopHook made = new StopHook(tell);
    Runtime.getRuntime().addShutdownHook(made.hook);
    return made;
  }

  private void tellAndWait(Runnable tell) {
    tell.run();
    try {
      boolean unused = done.await(MOST_WAIT_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work is over. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook is what it waits for.
    }
  }
}
