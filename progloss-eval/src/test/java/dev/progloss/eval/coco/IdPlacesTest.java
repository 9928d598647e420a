package dev.progloss.eval.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class IdPlacesTest {

  /** The inverse of the multiplier in the 64 bits of a long: small multiples of it all clash. */
  private static final long INVERSE = 0xF1DE83E19937733DL;

  @Test
  void of_idsChosenToClash_areFoundAllTheSame() {
    long[] ids =
        LongStream.rangeClosed(1, 1L << 24)
            .map(k -> k * INVERSE)
            .filter(id -> id > 0 && id < 1L << 53)
            .limit(5000)
            .toArray();
    assertThat(ids).hasSizeGreaterThan(3000);
    IdPlaces places = IdPlaces.of(ids);
    Arrays.sort(ids);
    for (int i = 0; i < ids.length; i++) {
      assertThat(places.of(ids[i])).isEqualTo(i);
    }
    assertThat(places.of(ids[0] + 1)).isEqualTo(IdPlaces.NONE);
    assertThat(places.of(Long.MIN_VALUE)).isEqualTo(IdPlaces.NONE);
    assertThat(places.of(Long.MAX_VALUE)).isEqualTo(IdPlaces.NONE);
  }
}
