package dev.progloss.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetcherTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void next_anyNumberOfThreads_sameItemsInOrder(int threads) {
    List<Integer> got = new ArrayList<>();
    try (Prefetcher<Integer> items = Prefetcher.open(threads, 3, 50, i -> i * i)) {
      items.forEachRemaining(got::add);
      assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(got).hasSize(50).startsWith(0, 1, 4).isSorted();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void next_preparationFails_throwsWhatItThrew(int threads) {
    try (Prefetcher<Integer> items =
        Prefetcher.open(
            threads,
            2,
            5,
            i -> {
              if (i == 2) {
                throw new DataException("picture 2 is gone");
              }
              return i;
            })) {
      assertThat(items.next()).isZero();
      assertThat(items.next()).isOne();
      assertThatThrownBy(items::next)
          .isInstanceOf(DataException.class)
          .hasMessage("picture 2 is gone");
    }
  }

  @Test
  void open_preparesNoFurtherAheadThanTold() {
    AtomicInteger made = new AtomicInteger();
    try (Prefetcher<Integer> items =
        Prefetcher.open(
            1,
            3,
            100,
            i -> {
              made.incrementAndGet();
              return i;
            })) {
      items.next();
      assertThat(made.get()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void shuffled_isAPermutationThatDependsOnSeedAndEpochAlone() {
    int[] order = SampleOrder.shuffled(100, 26, 3);
    assertThat(order).doesNotHaveDuplicates().hasSize(100).contains(0, 99);
    assertThat(SampleOrder.shuffled(100, 26, 3)).isEqualTo(order);
    assertThat(SampleOrder.shuffled(100, 26, 4)).isNotEqualTo(order);
    assertThat(SampleOrder.shuffled(100, 27, 3)).isNotEqualTo(order);
    assertThat(SampleOrder.sequential(3)).containsExactly(0, 1, 2);
  }
}
