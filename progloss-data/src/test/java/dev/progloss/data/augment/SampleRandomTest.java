package dev.progloss.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleRandomTest {

  @Test
  void of_sameArguments_sameStream() {
    SampleRandom one = SampleRandom.of(26, 3, 7);
    SampleRandom other = SampleRandom.of(26, 3, 7);
    for (int i = 0; i < 10; i++) {
      assertThat(one.nextLong()).isEqualTo(other.nextLong());
    }
  }

  @Test
  void of_neighbours_neverShareAnyNumber() {
    Set<Long> seen = new HashSet<>();
    for (int seed = 0; seed < 4; seed++) {
      for (int epoch = 0; epoch < 20; epoch++) {
        for (int index = -1; index < 50; index++) {
          SampleRandom random = SampleRandom.of(seed, epoch, index);
          for (int i = 0; i < 4; i++) {
            seen.add(random.nextLong());
          }
        }
      }
    }
    // 64 bits each: a chance of 1e-11 that any two of these agree by accident.
    assertThat(seen).hasSize(4 * 20 * 51 * 4);
  }

  /** The first number of many streams is uniform: mean 1/2, variance 1/12, no trend by index. */
  @Test
  void of_firstNumbers_areUniformOverStreams() {
    int streams = 20_000;
    double sum = 0;
    double squares = 0;
    double lagged = 0;
    double last = 0.5;
    for (int index = 0; index < streams; index++) {
      double number = SampleRandom.of(1, 0, index).nextDouble();
      sum += number;
      squares += (number - 0.5) * (number - 0.5);
      lagged += (number - 0.5) * (last - 0.5);
      last = number;
    }
    // Five standard errors: sqrt(1/12/n) = 0.0020, sqrt(1/180/n) = 0.00053, 1/12/sqrt(n) = 0.00059.
    assertThat(sum / streams).isCloseTo(0.5, within(0.0102));
    assertThat(squares / streams).isCloseTo(1 / 12.0, within(0.0027));
    assertThat(lagged / streams).isCloseTo(0, within(0.003));
  }
}
