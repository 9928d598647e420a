package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  private static Interval interval(double level, double... differences) {
    return PairedBootstrap.interval(differences, level, 0).orElseThrow();
  }

  @Test
  void interval_onePair_isNone() {
    assertThat(PairedBootstrap.interval(new double[] {1}, 0.95, 0)).isEmpty();
    assertThat(PairedBootstrap.interval(List.of(new double[] {1, 2}, new double[] {1}), 0.95, 0))
        .isEmpty();
  }

  @Test
  void interval_twoPairs_isTheirRange() {
    // t = 12.7, times sqrt 2 = 18: 1e-72 of four resamples is cut off, so none.
    assertThat(interval(0.95, 3, 1)).isEqualTo(new Interval(1, 3));
  }

  @Test
  void interval_twoPairs_lowLevel_cutsTheEnds() {
    // Means 1, 2, 2, 3. At level 0.2, t = tan(0.2 * pi / 2) = 0.325, times sqrt 2 = 0.459: a share
    // of
    // 0.323, so k = ceil(1.29) = 2: the second smallest and the second largest.
    assertThat(interval(0.2, 1, 3)).isEqualTo(new Interval(2, 2));
  }

  @Test
  void interval_threePairs_byHand() {
    // Of 27 resamples of 0, 3, 9 the sums are 0 (1), 3 (3), 6 (3), 9 (4), 12 (6), 15 (3), 18 (3),
    // 21
    // (3), 27 (1). At 0.8, t = 1.8856, times sqrt(3/2) = 2.309: 0.01046 * 27 = 0.28, k = 1: all.
    assertThat(interval(0.8, 9, 0, 3)).isEqualTo(new Interval(0, 9));
    // At 0.5, t = 0.8165, times sqrt(3/2) = 1: 0.1587 * 27 = 4.28, k = 5: sums 6 and 18.
    assertThat(interval(0.5, 9, 0, 3)).isEqualTo(new Interval(2, 6));
  }

  @Test
  void interval_nothingDiffers_isThatNumber() {
    assertThat(interval(0.95, 0, 0, 0)).isEqualTo(new Interval(0, 0));
    assertThat(interval(0.95, 0.1, 0.1, 0.1)).isEqualTo(new Interval(0.1, 0.1));
  }

  @Test
  void interval_turnedRound_isTurnedRound() {
    double[] some = {0.1, -0.2, 0.5, 0.7, 0.05, -0.11};
    Interval straight = interval(0.9, some);
    Interval turned = interval(0.9, DoubleStream.of(some).map(d -> -d).toArray());
    assertThat(turned.low()).isCloseTo(-straight.high(), ROUNDING);
    assertThat(turned.high()).isCloseTo(-straight.low(), ROUNDING);
  }

  @Test
  void interval_eightPairs_usesNoSeed_ninePairs_repeatThemselves() {
    double[] nine = new Random(1).doubles(9).toArray();
    double[] eight = Arrays.copyOf(nine, 8);
    assertThat(PairedBootstrap.interval(eight, 0.95, 1))
        .isEqualTo(PairedBootstrap.interval(eight, 0.95, 2));
    assertThat(PairedBootstrap.interval(nine, 0.95, 1))
        .isEqualTo(PairedBootstrap.interval(nine, 0.95, 1))
        .isNotEqualTo(PairedBootstrap.interval(nine, 0.95, 2));
  }

  @Test
  void interval_drawn_isCloseToStudents() {
    // 40 about normal numbers: the expanded interval is Student's but for the shape of the sample.
    Random random = new Random(2);
    double[] many = DoubleStream.generate(random::nextGaussian).limit(40).toArray();
    Summary summary = Summary.of(many);
    double half = 2.0227 * summary.deviation() / Math.sqrt(40); // t of 39 degrees at 0.975
    Interval interval = interval(0.95, many);
    assertThat(interval.low()).isCloseTo(summary.mean() - half, Offset.offset(0.05 * half));
    assertThat(interval.high()).isCloseTo(summary.mean() + half, Offset.offset(0.05 * half));
  }

  @Test
  void interval_drawnStrata_isCloseToTheCountedOne() {
    // Two strata of 5 are counted; with a third of one repeated number, which adds a constant,
    // there
    // are too many contents and resamples are drawn.
    double[] first = {0.1, 0.3, -0.2, 0.4, 0.25};
    double[] second = {0.7, -0.1, 0.2, 0.3, 0.0};
    double[] constant = {0.6, 0.6, 0.6};
    Interval counted = PairedBootstrap.interval(List.of(first, second), 0.8, 0).orElseThrow();
    Interval drawn =
        PairedBootstrap.interval(List.of(first, second, constant), 0.8, 0).orElseThrow();
    // (2 * mean of two + 0.6) / 3
    assertThat(drawn.low()).isCloseTo((2 * counted.low() + 0.6) / 3, Offset.offset(0.003));
    assertThat(drawn.high()).isCloseTo((2 * counted.high() + 0.6) / 3, Offset.offset(0.003));
  }

  @Test
  void mostCoverage_isTheChanceThatNotAllLieOnOneSide() {
    assertThat(PairedBootstrap.mostCoverage(1)).isZero();
    assertThat(PairedBootstrap.mostCoverage(2)).isEqualTo(0.5);
    assertThat(PairedBootstrap.mostCoverage(5)).isEqualTo(0.9375);
    assertThatIllegalArgumentException().isThrownBy(() -> PairedBootstrap.mostCoverage(0));
  }

  private static double coverage(int pairs, int rounds, DoubleSupplier centred) {
    int held = 0;
    for (int round = 0; round < rounds; round++) {
      double[] differences = DoubleStream.generate(centred).limit(pairs).toArray();
      held += interval(0.95, differences).contains(0) ? 1 : 0;
    }
    return (double) held / rounds;
  }

  private static double exponential(Random random) {
    return -Math.log(1 - random.nextDouble()) - 1;
  }

  @Test
  void interval_fivePairs_coversAsMeasured() {
    Random random = new Random(5);
    double normal = coverage(5, 20_000, random::nextGaussian);
    double skewed = coverage(5, 20_000, () -> exponential(random));
    // Seeded, so always the same; the bands leave room for another order of drawing, no more.
    assertThat(normal).isCloseTo(0.922, Offset.offset(0.008));
    assertThat(normal).isLessThan(PairedBootstrap.mostCoverage(5));
    assertThat(skewed).isCloseTo(0.868, Offset.offset(0.01));
  }

  @Test
  void interval_tenPairs_coversAsMeasured() {
    Random random = new Random(6);
    double normal = coverage(10, 1000, random::nextGaussian);
    double skewed = coverage(10, 1000, () -> exponential(random));
    assertThat(normal).isCloseTo(0.946, Offset.offset(0.025));
    assertThat(normal).isLessThan(PairedBootstrap.mostCoverage(10));
    assertThat(skewed).isCloseTo(0.913, Offset.offset(0.03));
  }

  @Test
  void interval_wrongLevelOrNoPairs_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> interval(1, 1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> interval(Double.NaN, 1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> interval(0.95));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> interval(0.95, 1, Double.POSITIVE_INFINITY));
  }
}
