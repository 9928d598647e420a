package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SignFlipsTest {

  private static double p(double... differences) {
    return SignFlips.pValue(differences);
  }

  @Test
  void pValue_onePair_isOne() {
    assertThat(p(3)).isEqualTo(1); // both signs are as far from 0
  }

  @Test
  void pValue_twoPairs_byHand() {
    assertThat(p(1, 2)).isEqualTo(0.5); // sums 3 1 -1 -3: two of four reach 3
    assertThat(p(-1, 2)).isEqualTo(1); // all reach 1
  }

  @Test
  void pValue_threePairs_byHand() {
    // Sums of +-1 +-2 +-4: 7 5 3 1 and their negatives.
    assertThat(p(1, 2, 4)).isEqualTo(0.25);
    assertThat(p(-1, 2, 4)).isEqualTo(0.5);
    assertThat(p(1, -2, 4)).isEqualTo(0.75);
    assertThat(p(1, 2, -4)).isEqualTo(1);
  }

  @Test
  void pValue_tiesThatRoundingParts_stillTie() {
    // Sums 0.6 0.4 0.2 0 and their negatives, exact: 0.2 is reached by six of eight. In doubles,
    // 0.3 - 0.1 = 0.19999999999999998.
    assertThat(p(0.3, 0.1, -0.2)).isEqualTo(0.75);
    assertThat(p(0.1, 0.2, -0.3)).isEqualTo(1); // 5.6e-17 in doubles, 0 in truth
    assertThat(p(0.1, 0.1, 0.1, -0.3)).isEqualTo(1);
  }

  @Test
  void pValue_nothingDiffers_isOne() {
    assertThat(p(0, 0, 0, 0, 0)).isEqualTo(1);
  }

  @Test
  void pValue_zerosAmongThem_changeNothing() {
    assertThat(p(1, 0, 2, 0, 4)).isEqualTo(p(1, 2, 4));
  }

  @Test
  void pValue_allPointOneWay_isTheSmallest() {
    for (int n = 1; n <= SignFlips.MOST_EXACT; n++) {
      double[] ones = new double[n];
      Arrays.fill(ones, 0.1);
      assertThat(SignFlips.pValue(ones)).as("%d", n).isEqualTo(SignFlips.smallest(n));
    }
  }

  @Test
  void smallest_fivePairs_isAboveFivePercent() {
    assertThat(SignFlips.smallest(1)).isEqualTo(1);
    assertThat(SignFlips.smallest(5)).isEqualTo(0.0625);
    assertThat(SignFlips.smallest(6)).isEqualTo(0.03125);
    assertThat(SignFlips.smallest(50)).isEqualTo(1 / 100_001.0);
  }

  @Test
  void pValue_strata_weighTheirMeansAlike() {
    // One stratum of one pair (4), one of two (1, 1): shares 2, 1/4, 1/4. Sums 2.5 2 2 1.5 and
    // their
    // negatives: two of eight reach 2.5. Pooled as one, the shares would be 4 1 1: the same order.
    assertThat(SignFlips.pValue(List.of(new double[] {4}, new double[] {1, 1}))).isEqualTo(0.25);
    // (1) and (4, -1): shares 1/2, 1, -1/4: 1.25 is reached by 1.75 and 1.25: 4 of 8. As one
    // stratum,
    // 1 4 -1 gives 4, reached by 6, 4 and 4: 6 of 8.
    assertThat(SignFlips.pValue(List.of(new double[] {1}, new double[] {4, -1}))).isEqualTo(0.5);
    assertThat(p(1, 4, -1)).isEqualTo(0.75);
  }

  @Test
  void pValue_everySizeAndTies_isThatOfBruteForce() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      double[] differences =
          IntStream.range(0, 1 + random.nextInt(10))
              .mapToDouble(i -> random.nextInt(13) - 5)
              .toArray(); // whole numbers: exact sums, many ties
      assertThat(SignFlips.pValue(differences)).isEqualTo(bruteForce(differences));
    }
  }

  private static double bruteForce(double[] differences) {
    double seen = Math.abs(Arrays.stream(differences).sum());
    int reached = 0;
    for (int signs = 0; signs < 1 << differences.length; signs++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
      }
      reached += Math.abs(sum) >= seen ? 1 : 0;
    }
    return (double) reached / (1 << differences.length);
  }

  @Test
  void pValue_tooManyToCount_isCloseToTheExactOne_andTheSameEachTime() {
    Random random = new Random(2);
    double[] most = random.doubles(SignFlips.MOST_EXACT, -0.35, 0.65).toArray();
    double[] more = Arrays.copyOf(most, most.length + 1); // one more, of 0: the same p
    double exact = SignFlips.pValue(most);
    assertThat(exact).isBetween(0.001, 0.2); // so that the next line can fail
    assertThat(SignFlips.pValue(more))
        .isCloseTo(exact, Offset.offset(4 * Math.sqrt(exact / SignFlips.TRIES)))
        .isEqualTo(SignFlips.pValue(more))
        .isNotEqualTo(SignFlips.pValue(List.of(more), 7));
    Arrays.fill(more, 1);
    assertThat(SignFlips.pValue(more)).isEqualTo(SignFlips.smallest(more.length));
  }

  @Test
  void pValue_nothingToFind_rejectsNoMoreThanTheLevel() {
    // Eight pairs give multiples of 2/256: of 0.05, 6/128 = 0.0469 can be used.
    Random random = new Random(3);
    int rounds = 20_000;
    int rejected = 0;
    for (int round = 0; round < rounds; round++) {
      double[] differences = random.doubles(8).map(u -> Math.tan(3 * (u - 0.5))).toArray();
      rejected += SignFlips.pValue(differences) <= 0.05 ? 1 : 0;
    }
    double noise = 4 * Math.sqrt(0.0469 * 0.9531 / rounds);
    assertThat((double) rejected / rounds).isCloseTo(6.0 / 128, Offset.offset(noise));
  }

  @Test
  void pValue_fivePairs_neverReachesFivePercent() {
    Random random = new Random(4);
    for (int round = 0; round < 2000; round++) {
      double[] differences = random.doubles(5, 0, 1).map(u -> u + 0.5).toArray();
      assertThat(SignFlips.pValue(differences)).isEqualTo(0.0625);
    }
  }

  @Test
  void pValue_noPairsOrNoNumbers_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> p());
    assertThatIllegalArgumentException().isThrownBy(() -> p(1, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> SignFlips.pValue(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignFlips.pValue(List.of(new double[] {1}, new double[0])));
    assertThatIllegalArgumentException().isThrownBy(() -> SignFlips.smallest(0));
  }
}
