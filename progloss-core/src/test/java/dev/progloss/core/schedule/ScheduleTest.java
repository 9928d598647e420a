package dev.progloss.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.schedule.Schedule.Constant;
import dev.progloss.core.schedule.Schedule.Cosine;
import dev.progloss.core.schedule.Schedule.Join;
import dev.progloss.core.schedule.Schedule.Knot;
import dev.progloss.core.schedule.Schedule.Knots;
import dev.progloss.core.schedule.Schedule.Linear;
import dev.progloss.core.schedule.Schedule.Stepped;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

  @Test
  void at_ends_areExact() {
    // 0.8 + (0.1 - 0.8) * 1 would be 0.09999999999999998.
    assertThat(new Linear(0.8, 0.1).at(0)).isEqualTo(0.8);
    assertThat(new Linear(0.8, 0.1).at(1)).isEqualTo(0.1);
    assertThat(new Cosine(0.8, 0.1).at(0)).isEqualTo(0.8);
    assertThat(new Cosine(0.8, 0.1).at(1)).isEqualTo(0.1);
    Knots knots = new Knots(List.of(new Knot(0, 0.3), new Knot(0.7, 2), new Knot(1, 0.1)));
    assertThat(knots.at(0)).isEqualTo(0.3);
    assertThat(knots.at(0.7)).isEqualTo(2);
    assertThat(knots.at(1)).isEqualTo(0.1);
  }

  @Test
  void at_middle_isTheClosedForm() {
    assertThat(new Linear(2.0, 0.5).at(0.5)).isEqualTo(1.25);
    assertThat(new Cosine(2.0, 0.5).at(0.5))
        .isCloseTo(1.25, org.assertj.core.data.Offset.offset(1e-15));
    assertThat(new Knots(List.of(new Knot(0, 0), new Knot(0.5, 1), new Knot(1, 0))).at(0.25))
        .isEqualTo(0.5);
    // 1.0 at 0.25 of the first quarter-long part; the second part starts at its own 0.
    Schedule joined = new Linear(0, 1).until(0.25, new Linear(5, 6));
    assertThat(joined.at(0.125)).isEqualTo(0.5);
    assertThat(joined.at(0.25)).isEqualTo(5);
    assertThat(joined.at(1)).isEqualTo(6);
  }

  @Test
  void stepped_everyStepOfHundred_isInItsOwnLevel() {
    Stepped stairs = new Stepped(new Linear(0, 99), 100);
    for (int step = 0; step < 100; step++) {
      assertThat(stairs.at(step / 100.0))
          .as("step " + step)
          .isCloseTo(step, org.assertj.core.data.Offset.offset(1e-9));
    }
  }

  @Test
  void stepped_levelsAsEpochs_isTheEpochOfLastHorizon() {
    for (int epochs = 2; epochs < 40; epochs++) {
      Stepped stairs = new Stepped(new Linear(0.8, 0.1), epochs);
      for (int step = 0; step < 3 * epochs; step++) {
        Progress progress = new Progress(step, 3, epochs);
        double paced = Paced.linear(0.8, 0.1, Horizon.EPOCH_OF_LAST).at(progress);
        assertThat(stairs.at(progress.fraction())).isEqualTo(paced);
      }
    }
  }

  @Test
  void at_outsideOrNaN_isRefused() {
    for (double p : new double[] {-1e-9, 1.0000001, Double.NaN}) {
      assertThatThrownBy(() -> new Linear(0, 1).at(p)).hasMessageContaining("0..1");
    }
  }

  @Test
  void constructors_badNumbers_areRefused() {
    assertThatThrownBy(() -> new Constant(Double.NaN)).hasMessageContaining("value must be finite");
    assertThatThrownBy(() -> new Linear(0, Double.POSITIVE_INFINITY))
        .hasMessageContaining("to must");
    assertThatThrownBy(() -> new Join(new Constant(1), 1, new Constant(1)))
        .hasMessage("boundary must be in (0, 1), got 1.0");
    assertThatThrownBy(() -> new Knots(List.of(new Knot(0, 1), new Knot(0, 2), new Knot(1, 2))))
        .hasMessageContaining("rise strictly");
    assertThatThrownBy(() -> new Stepped(new Constant(1), 0)).hasMessageContaining("at least 1");
  }

  @Test
  void minimum_ofEachKind_isTheLowestValue() {
    assertThat(new Linear(0.5, -2).minimum()).isEqualTo(-2);
    assertThat(new Join(new Linear(3, 1), 0.5, new Cosine(4, 2)).minimum()).isEqualTo(1);
    assertThat(new Stepped(new Linear(1, 3), 1).minimum()).isEqualTo(1);
  }

  @Test
  void horizon_oneEpoch_staysAtTheStart() {
    Progress only = new Progress(5, 10, 1);
    assertThat(Horizon.EPOCH_OF_LAST.fraction(only)).isZero();
    assertThat(Horizon.EPOCH_OF_TOTAL.fraction(only)).isZero();
    assertThat(Horizon.STEP_OF_TOTAL.fraction(only)).isEqualTo(0.5);
    assertThat(Horizon.STEP_OF_LAST.fraction(new Progress(9, 10, 1))).isEqualTo(1);
  }

  @Test
  void span_inEveryUnit_becomesTheSameFraction() {
    assertThat(new Span.Steps(30).fractionOf(10, 100)).isEqualTo(0.03);
    assertThat(new Span.Epochs(3).fractionOf(10, 100)).isEqualTo(0.03);
    assertThat(new Span.Fraction(0.03).fractionOf(10, 100)).isEqualTo(0.03);
    assertThat(new Span.Epochs(300).fractionOf(10, 100)).isEqualTo(1);
  }

  @Test
  void progress_outsideTheRun_isRefused() {
    assertThatThrownBy(() -> new Progress(101, 10, 10)).hasMessageContaining("0..100");
    assertThatThrownBy(() -> new Progress(-1, 10, 10)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> new Progress(0, 0, 10)).hasMessageContaining("at least 1");
  }
}
