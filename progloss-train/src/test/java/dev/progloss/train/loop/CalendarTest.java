package dev.progloss.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Progress;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CalendarTest {

  private static long[] evaluations(int between, int epochs) {
    Calendar calendar = new Calendar(between);
    return LongStream.range(0, 3L * epochs)
        .filter(step -> calendar.evaluatesAfter(new Progress(step, 3, epochs)))
        .toArray();
  }

  @Test
  void evaluatesAfter_everySecondEpoch_andTheLast() {
    assertThat(evaluations(2, 5)).containsExactly(5, 11, 14);
  }

  @Test
  void evaluatesAfter_longerThanTheRun_onlyTheLast() {
    assertThat(evaluations(100, 2)).containsExactly(5);
  }

  @Test
  void forRun_isAboutTenTimes() {
    assertThat(Calendar.forRun(80).epochsBetween()).isEqualTo(8);
    assertThat(Calendar.forRun(3).epochsBetween()).isEqualTo(1);
  }

  @Test
  void of_zero_isRefused() {
    assertThatThrownBy(() -> new Calendar(0)).isInstanceOf(ConfigException.class);
  }
}
