package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void of_threeValues_byHand() {
    // Mean 4; squares 9 + 0 + 9 over 2 = 9.
    assertThat(Summary.of(new double[] {7, 4, 1})).isEqualTo(new Summary(3, 4, 3, 1, 7));
  }

  @Test
  void of_oneValue_hasNoDeviation() {
    assertThat(Summary.of(new double[] {2})).isEqualTo(new Summary(1, 2, Double.NaN, 2, 2));
  }

  @Test
  void of_equalValues_haveNoSpread() {
    // The sum of three 0.1 is 0.30000000000000004, and a third of it above 0.1.
    assertThat(Summary.of(new double[] {0.1, 0.1, 0.1}))
        .isEqualTo(new Summary(3, 0.1, 0, 0.1, 0.1));
  }

  @Test
  void of_nothingOrNoNumber_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Summary.of(new double[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> Summary.of(new double[] {Double.NaN}));
  }

  @Test
  void interval_wrongOrder_isRefused_endsBelongToIt() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 0));
    Interval interval = new Interval(-1, 2);
    assertThat(interval.contains(-1) && interval.contains(2)).isTrue();
    assertThat(interval.contains(2.1) || interval.contains(-1.1)).isFalse();
  }
}
