package dev.progloss.study.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HalvingTest {

  private static List<Integer> counts(Halving halving) {
    return IntStream.range(0, halving.rungs()).mapToObj(halving::count).toList();
  }

  private static List<Integer> kept(Halving halving) {
    return IntStream.range(0, halving.rungs()).mapToObj(halving::kept).toList();
  }

  @Test
  void counts_nineByThrees_leaveOneForTheLastRung() {
    Halving halving = new Halving(9, 3, 3, 18);
    assertThat(counts(halving)).containsExactly(9, 3, 1);
    assertThat(kept(halving)).containsExactly(3, 1, 1);
    assertThat(halving.allEpochs()).containsExactly(2, 6, 18); // 18/9, 18/3, 18
  }

  @Test
  void counts_notAPower_areRoundedDown() {
    Halving halving = new Halving(20, 3, 3, 50);
    assertThat(counts(halving)).containsExactly(20, 6, 2); // 20, 20/3 = 6.7, 20/9 = 2.2
    assertThat(kept(halving)).containsExactly(6, 2, 1);
    assertThat(halving.allEpochs()).containsExactly(5, 16, 50); // 50/9 = 5.6, 50/3 = 16.7
  }

  @Test
  void epochs_lowestRung_areTwoAtLeast() {
    assertThat(new Halving(4, 3, 2, 4).allEpochs()).containsExactly(2, 4); // 4/3 = 1.3
  }

  @Test
  void oneRung_isASearchAtRandom() {
    Halving halving = new Halving(5, 3, 1, 2);
    assertThat(counts(halving)).containsExactly(5);
    assertThat(kept(halving)).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 3 | 1 | 9 | candidates must be at least 2, got 1",
        "9 | 1 | 3 | 9 | eta must be at least 2, got 1",
        "9 | 3 | 0 | 9 | rungs must be at least 1, got 0",
        "9 | 3 | 1 | 1 | epochs must be at least 2, got 1",
        "8 | 3 | 3 | 90 | candidates must be at least 9 for rungs=3 eta=3",
        "9 | 3 | 3 | 8 | rungs 0 and 1 of 3 would be as long, got 8",
        "9 | 3 | 2 | 2 | rungs 0 and 1 of 2 would be as long, got 2",
        "9 | 3 | 40 | 90 | rungs must be at most 20",
        "2147483647 | 2147483647 | 3 | 90 | candidates must be at least 4611686014132420609",
      })
  void halving_thatCouldNotBe_isRefused(
      int candidates, int eta, int rungs, int epochs, String message) {
    assertThatThrownBy(() -> new Halving(candidates, eta, rungs, epochs))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
