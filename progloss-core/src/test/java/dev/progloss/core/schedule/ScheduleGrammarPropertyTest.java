package dev.progloss.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Schedule.Knot;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ScheduleGrammarPropertyTest {

  @Property(tries = 500)
  void parse_ofPrint_isTheSameValue(
      @ForAll("schedules") Schedule schedule, @ForAll Horizon horizon, @ForAll boolean isAveraged) {
    Paced paced = new Paced(schedule, horizon, isAveraged);
    assertThat(ScheduleGrammar.parse(ScheduleGrammar.print(paced), horizon)).isEqualTo(paced);
  }

  @Property(tries = 500)
  void at_anywhere_isAtLeastTheMinimum(
      @ForAll("schedules") Schedule schedule, @ForAll("fractions") double p) {
    double slack = 1e-12 * (1 + Math.abs(schedule.minimum()));
    assertThat(schedule.at(p)).isGreaterThanOrEqualTo(schedule.minimum() - slack);
  }

  @Property(tries = 1000)
  void parse_anyText_givesAScheduleOrAConfigException(@ForAll("scribbles") String text) {
    try {
      assertThat(ScheduleGrammar.parse(text, Horizon.STEP_OF_LAST).schedule().at(0.5)).isFinite();
    } catch (ConfigException e) {
      assertThat(e).hasMessageContaining("schedule '");
    }
  }

  @Provide
  Arbitrary<Double> fractions() {
    return Arbitraries.doubles().between(0, 1);
  }

  @Provide
  Arbitrary<String> scribbles() {
    return Arbitraries.of(
            "linear",
            "cosine",
            "knots",
            "join",
            "(",
            ")",
            ",",
            ":",
            "@",
            "epoch/last",
            "1",
            "0.5",
            "-",
            " ")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    Arbitrary<Double> values = Arbitraries.doubles().between(-1000, 1000);
    Arbitrary<Schedule> simple =
        Arbitraries.oneOf(
            values.map(Schedule.Constant::new),
            Combinators.combine(values, values).as(Schedule.Linear::new),
            Combinators.combine(values, values).as(Schedule.Cosine::new),
            Combinators.combine(values, values, values)
                .as(
                    (a, b, c) ->
                        new Schedule.Knots(
                            List.of(new Knot(0, a), new Knot(0.3, b), new Knot(1, c)))));
    Arbitrary<Double> boundaries = Arbitraries.doubles().between(0.01, 0.99);
    return Arbitraries.lazyOf(
        () -> simple,
        () -> simple,
        () -> Combinators.combine(simple, boundaries, simple).as(Schedule.Join::new),
        () ->
            Combinators.combine(simple, Arbitraries.integers().between(1, 50))
                .as(Schedule.Stepped::new));
  }
}
