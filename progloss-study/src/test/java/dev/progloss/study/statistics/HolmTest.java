package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  @Test
  void adjusted_keepsTheOrderGiven_andNeverFalls() {
    // 0.01 * 3; 0.03 * 2; 0.04 * 1 is below the one before it.
    assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03}))
        .containsExactly(new double[] {0.03, 0.06, 0.06}, ROUNDING);
  }

  @Test
  void adjusted_isAtMostOne() {
    assertThat(Holm.adjusted(new double[] {0.6, 0.9})).containsExactly(1, 1);
  }

  @Test
  void adjusted_one_staysAsItIs_none_isNone() {
    assertThat(Holm.adjusted(new double[] {0.2})).containsExactly(0.2);
    assertThat(Holm.adjusted(new double[0])).isEmpty();
  }

  @Test
  void adjusted_outsideZeroToOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Holm.adjusted(new double[] {0.1, Double.NaN}));
    assertThatIllegalArgumentException().isThrownBy(() -> Holm.adjusted(new double[] {1.1}));
  }
}
