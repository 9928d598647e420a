package dev.progloss.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.error.DataException;
import dev.progloss.core.testkit.FaultTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loader threads that fail at any item, in any way, or die without a word. */
@Tag("faults")
class LoaderFaultTest {

  private static final int THROWS = 3000;
  private static final int DEATHS = 20;
  private static final int ITEMS = 12;

  private final Random random = new Random(26);

  @Test
  @Timeout(600)
  void next_anyItemFailsInAnyWay_givesTheItemsBeforeItAndThenThrowsThat() {
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < THROWS; i++) {
      Throwable failure = anyFailure();
      int at = random.nextInt(ITEMS);
      // Without threads a checked exception comes out as it is.
      int threads = failure instanceof IOException ? 1 + random.nextInt(4) : random.nextInt(5);
      int ahead = 1 + random.nextInt(5);
      try (Prefetcher<Integer> items =
          Prefetcher.open(threads, ahead, ITEMS, item -> item == at ? thrown(failure) : item)) {
        String got = outcome(items);
        if (!got.equals(at + " " + failure)) {
          lost.add("item " + at + ", " + threads + " threads, " + failure + ": got " + got);
        }
      }
    }
    FaultTable.append("loader thread throws", THROWS, THROWS - lost.size(), lost.size());
    assertThat(lost).isEmpty();
  }

  @Test
  @Timeout(600)
  void next_anyThreadDies_endsInAnErrorAndNeverHangs() {
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < DEATHS; i++) {
      int threads = 1 + random.nextInt(4);
      int dying = random.nextInt(threads);
      AtomicInteger made = new AtomicInteger();
      ThreadFactory factory =
          task -> made.getAndIncrement() == dying ? new Thread(() -> {}) : new Thread(task);
      try (Prefetcher<Integer> items =
          Prefetcher.open(threads, threads, ITEMS, factory, item -> item)) {
        // A pool starts its threads one by one, each with the next item.
        String got = outcome(items);
        if (!got.startsWith(dying + " ") || !got.contains("a loader thread has died")) {
          lost.add("thread " + dying + " of " + threads + ": got " + got);
        }
      }
    }
    FaultTable.append("loader thread dies", DEATHS, DEATHS - lost.size(), lost.size());
    assertThat(lost).isEmpty();
  }

  @Test
  @Timeout(600)
  void run_anyPieceFailsInAnyWay_isToldAndNobodyGoesOn() {
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < THROWS; i++) {
      Throwable failure = anyFailure();
      int at = random.nextInt(ITEMS);
      AtomicInteger working = new AtomicInteger();
      String got = "nothing";
      try {
        new Crew(1 + random.nextInt(4)).run(ITEMS, () -> new Failing(at, failure, working));
      } catch (RuntimeException | Error e) {
        got = String.valueOf(e instanceof IllegalStateException ? e.getCause() : e);
      }
      if (!got.equals(failure.toString()) || working.get() != 0) {
        lost.add("piece " + at + ", " + failure + ": got " + got);
      }
    }
    FaultTable.append("crew member throws", THROWS, THROWS - lost.size(), lost.size());
    assertThat(lost).isEmpty();
  }

  private record Failing(int at, Throwable failure, AtomicInteger working) implements Crew.Worker {

    Failing {
      working.incrementAndGet();
    }

    @Override
    public void work(int piece) {
      if (piece == at) {
        int unused = thrown(failure);
      }
    }

    @Override
    public void close() {
      working.decrementAndGet();
    }
  }

  /** How many items came in order, and what came then. */
  private static String outcome(Prefetcher<Integer> items) {
    int count = 0;
    try {
      while (items.hasNext()) {
        int item = items.next();
        if (item != count++) {
          return "item " + item + " out of order";
        }
      }
      return "no failure";
    } catch (RuntimeException | Error e) {
      boolean isWrapped = e instanceof IllegalStateException && e.getCause() instanceof IOException;
      return count + " " + (isWrapped ? e.getCause() : e);
    }
  }

  private Throwable anyFailure() {
    return switch (random.nextInt(5)) {
      case 0 -> new DataException("a.jpg: not found");
      case 1 -> new OutOfMemoryError("Java heap space");
      case 2 -> new StackOverflowError();
      case 3 -> new UnsatisfiedLinkError("no jniopencv_imgcodecs");
      default -> new IOException("told by no signature");
    };
  }

  private static int thrown(Throwable failure) {
    LoaderFaultTest.<RuntimeException>throwUnchecked(failure);
    return 0;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}
