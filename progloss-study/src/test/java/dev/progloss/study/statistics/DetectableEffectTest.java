package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class DetectableEffectTest {

  @Test
  void of_manyPairs_isThatOfTheNormalDistribution() {
    // s = 1 but for n - 1: (1.959964 + 0.841621) / sqrt n
    double[] many = new double[2000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i % 2 == 0 ? 1 : -1;
    }
    assertThat(DetectableEffect.of(many, 0.05, 0.8))
        .isCloseTo(2.801585 / Math.sqrt(2000), Percentage.withPercentage(0.15));
  }

  @Test
  void of_itsTrueEffect_isSeenAsOftenAsSaid() {
    // Five standard normal differences: t at 0.975 with 4 degrees is 2.776445.
    double[] unit = {-1, -1, 0, 1, 1}; // s = 1
    double effect = DetectableEffect.of(unit, 0.05, 0.8);
    Random random = new Random(1);
    int rounds = 20_000;
    int seen = 0;
    for (int round = 0; round < rounds; round++) {
      double[] differences = new double[5];
      Arrays.setAll(differences, i -> effect + random.nextGaussian());
      Summary summary = Summary.of(differences);
      double t = summary.mean() / summary.deviation() * Math.sqrt(5);
      seen += Math.abs(t) > 2.776445 ? 1 : 0;
    }
    double noise = 4 * Math.sqrt(0.8 * 0.2 / rounds);
    assertThat((double) seen / rounds).isCloseTo(0.8, Offset.offset(noise));
  }

  @Test
  void of_growsWithTheSpread_notWithTheMean() {
    double[] some = {0.1, 0.3, -0.2, 0.4};
    double[] elsewhere = Arrays.stream(some).map(d -> 3 * d + 7).toArray();
    assertThat(DetectableEffect.of(elsewhere, 0.05, 0.8))
        .isCloseTo(3 * DetectableEffect.of(some, 0.05, 0.8), Percentage.withPercentage(1e-9));
  }

  @Test
  void of_twoDataSetsOfEqualSpread_isThatOfTheirErrorAndFreedom() {
    double[] five = {-1, -1, 0, 1, 1}; // s = 1, n = 5
    double[] nine = {-1, -1, -1, -1, 0, 1, 1, 1, 1}; // s = 1, n = 9
    // Both have 8 degrees of freedom; standard errors are sqrt(1/5 + 1/5) / 2 and 1 / 3.
    double ratio = Math.sqrt(0.4) / 2 * 3;
    assertThat(DetectableEffect.of(List.of(five, five), 0.05, 0.8))
        .isCloseTo(ratio * DetectableEffect.of(nine, 0.05, 0.8), Percentage.withPercentage(1e-9));
    assertThat(DetectableEffect.of(List.of(five, new double[] {1}), 0.05, 0.8)).isNaN();
  }

  @Test
  void of_onePair_isUnknown_noSpread_isZero() {
    assertThat(DetectableEffect.of(new double[] {0.3}, 0.05, 0.8)).isNaN();
    assertThat(DetectableEffect.of(new double[] {0.3, 0.3}, 0.05, 0.8)).isZero();
  }

  @Test
  void of_powerNotAboveAlpha_isRefused() {
    double[] some = {0.1, 0.3};
    assertThatIllegalArgumentException().isThrownBy(() -> DetectableEffect.of(some, 0.05, 0.05));
    assertThatIllegalArgumentException().isThrownBy(() -> DetectableEffect.of(some, 0, 0.8));
    assertThatIllegalArgumentException().isThrownBy(() -> DetectableEffect.of(some, 0.05, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DetectableEffect.of(new double[0], 0.05, 0.8));
  }
}
