package dev.progloss.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewTest {

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();

  private Crew.Worker worker(IntConsumer work) {
    open.incrementAndGet();
    opened.incrementAndGet();
    return new Crew.Worker() {
      @Override
      public void work(int piece) {
        work.accept(piece);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void run_anyThreads_doesEveryPieceOnce(int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(25);
    new Crew(threads).run(25, () -> worker(done::incrementAndGet));
    for (int i = 0; i < 25; i++) {
      assertThat(done.get(i)).as("piece %d", i).isEqualTo(1);
    }
    assertThat(open).hasValue(0);
    assertThat(opened.get()).isLessThanOrEqualTo(Math.min(threads, 25));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void run_aPieceFails_throwsItAndClosesAll(int threads) {
    DataException failure = new DataException("broken.jpg: damaged");
    assertThatThrownBy(
            () ->
                new Crew(threads)
                    .run(
                        9,
                        () ->
                            worker(
                                piece -> {
                                  if (piece == 4) {
                                    throw failure;
                                  }
                                })))
        .isSameAs(failure);
    assertThat(open).hasValue(0);
  }

  @Test
  void run_interrupted_endsItsWorkAndKeepsTheFlag() {
    AtomicIntegerArray done = new AtomicIntegerArray(8);
    Thread.currentThread().interrupt();
    new Crew(2).run(8, () -> worker(done::incrementAndGet));
    assertThat(Thread.interrupted()).isTrue();
    for (int i = 0; i < 8; i++) {
      assertThat(done.get(i)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void run_aPieceRunsOutOfMemory_throwsThatOnTheCallersThread(int threads) {
    OutOfMemoryError failure = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(() -> new Crew(threads).run(9, () -> worker(piece -> fail(piece, failure))))
        .isSameAs(failure);
    assertThat(open).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void run_aPieceThrowsWhatNoSignatureTells_isNeverTakenForDone(int threads) {
    IOException failure = new IOException("from native code");
    assertThatThrownBy(() -> new Crew(threads).run(9, () -> worker(piece -> fail(piece, failure))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from native code")
        .hasCause(failure);
    assertThat(open).hasValue(0);
  }

  @Test
  void run_aThreadCannotBeStarted_throwsAfterTheOthersHaveEnded() {
    AtomicInteger made = new AtomicInteger();
    OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
    assertThatThrownBy(
            () ->
                new Crew(3)
                    .run(
                        1000,
                        () -> worker(piece -> {}),
                        task -> made.incrementAndGet() == 1 ? new Thread(task) : unable(failure)))
        .isSameAs(failure);
    assertThat(open).hasValue(0);
  }

  @Test
  void run_aThreadDiesBeforeItsFirstPiece_leavesNoPieceUndone() {
    AtomicIntegerArray done = new AtomicIntegerArray(8);
    new Crew(3).run(8, () -> worker(done::incrementAndGet), task -> new Thread(() -> {}));
    for (int i = 0; i < 8; i++) {
      assertThat(done.get(i)).isEqualTo(1);
    }
  }

  private static Thread unable(OutOfMemoryError failure) {
    return new Thread() {
      @Override
      public synchronized void start() {
        throw failure;
      }
    };
  }

  /** Throws at one piece; a checked exception too, as native methods can. */
  private static void fail(int piece, Throwable failure) {
    if (piece == 4) {
      CrewTest.<RuntimeException>throwUnchecked(failure);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void crew_ofNobody_isRefused() {
    assertThatThrownBy(() -> new Crew(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
