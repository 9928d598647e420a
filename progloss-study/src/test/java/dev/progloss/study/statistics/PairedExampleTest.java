package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The numbers of the example in docs/cards/paired-statistics.md. */
class PairedExampleTest {

  private static final double[] POINTS = {0.4, 1.1, -0.2, 0.9, 0.3};
  private static final Offset<Double> SHOWN = Offset.offset(0.005);

  @Test
  void example_ofTheCard_hasTheNumbersOfTheCard() {
    assertThat(Summary.of(POINTS).mean()).isCloseTo(0.5, SHOWN);
    assertThat(Summary.of(POINTS).deviation()).isCloseTo(0.51, SHOWN);
    assertThat(SignFlips.pValue(POINTS)).isEqualTo(4 / 32.0);
    assertThat(DetectableEffect.of(POINTS, 0.05, 0.8)).isCloseTo(0.87, SHOWN);
    // 0.1 % of 3125 is 3: beyond the one resample of -0.2 alone come five of -0.2 and once 0.3.
    Interval interval = PairedBootstrap.interval(POINTS, 0.95, 0).orElseThrow();
    assertThat(interval.low()).isCloseTo((4 * -0.2 + 0.3) / 5, Offset.offset(1e-12));
    assertThat(interval.high()).isCloseTo((4 * 1.1 + 0.9) / 5, Offset.offset(1e-12));
  }
}
