package dev.progloss.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.error.ConfigException;
import org.junit.jupiter.api.Test;

final class ScheduleGrammarTest {

  @Test
  void parse_eachForm_isTheValueItSays() {
    assertThat(parse("1.5"))
        .isEqualTo(new Paced(new Schedule.Constant(1.5), Horizon.EPOCH_OF_LAST));
    assertThat(parse("linear(2.0, 0.5) @ step/total"))
        .isEqualTo(Paced.linear(2, 0.5, Horizon.STEP_OF_TOTAL));
    assertThat(parse("stepped(join(linear(0,1),0.3,cosine(1,1e-1)),10)").schedule().at(1))
        .isEqualTo(0.1);
    assertThat(parse("knots(0:2,0.5:1,1:0.5)").schedule().at(0.5)).isEqualTo(1);
  }

  @Test
  void parse_mistakes_sayWhereAndWhatWasExpected() {
    assertThatThrownBy(() -> parse("linaer(1,2)"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("character 1")
        .hasMessageContaining("did you mean linear?");
    assertThatThrownBy(() -> parse("linear(1)")).hasMessageContaining("character 9: expected ','");
    assertThatThrownBy(() -> parse("linear(1,NaN)"))
        .hasMessageContaining("expected a finite number, got 'NaN)'");
    assertThatThrownBy(() -> parse("linear(1,1e999)")).hasMessageContaining("a finite number");
    assertThatThrownBy(() -> parse("1@epoch")).hasMessageContaining("epoch/total, epoch/last");
    assertThatThrownBy(() -> parse("join(1,2,3)"))
        .hasMessageContaining("boundary must be in (0, 1)");
    assertThatThrownBy(() -> parse("stepped(1,2.5)")).hasMessageContaining("a whole number");
    assertThatThrownBy(() -> parse("")).hasMessageContaining("got the end");
  }

  @Test
  void parse_verySelfNested_isRefusedWithoutOverflow() {
    assertThatThrownBy(() -> parse("stepped(".repeat(1200)))
        .hasMessageContaining("no more than 32");
    assertThatThrownBy(() -> parse("1".repeat(10_001))).hasMessageContaining("at most 10000");
  }

  private static Paced parse(String text) {
    return ScheduleGrammar.parse(text, Horizon.EPOCH_OF_LAST);
  }

  @Test
  void mean_aroundASchedule_readsBackAndStandsStill() {
    Paced mean = ScheduleGrammar.parse("mean( linear(2,0) )@step/last", Horizon.EPOCH_OF_TOTAL);
    assertThat(mean).isEqualTo(Paced.linear(2, 0, Horizon.STEP_OF_LAST).averaged());
    assertThat(ScheduleGrammar.print(mean)).isEqualTo("mean(linear(2,0))@step/last");
    // From 2 to 0 over all batches, both ends reached: 1.
    assertThat(mean.at(new Progress(0, 4, 5))).isCloseTo(1, within(1e-12));
    assertThat(mean.at(new Progress(19, 4, 5))).isEqualTo(mean.at(new Progress(0, 4, 5)));
  }

  @Test
  void mean_insideAnother_isRefused() {
    assertThatThrownBy(
            () -> ScheduleGrammar.parse("stepped(mean(linear(2,0)),3)", Horizon.STEP_OF_LAST))
        .hasMessageContaining("expected a number or one of");
    assertThatThrownBy(() -> ScheduleGrammar.parse("mean(1", Horizon.STEP_OF_LAST))
        .hasMessageContaining("')'");
  }
}
