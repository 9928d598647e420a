package dev.progloss.core.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Progress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightRuleTest {

  private static final Set<Component> TASKS =
      EnumSet.of(Component.CLS, Component.BOX, Component.L1);

  /** Four epochs of five batches. */
  private static final int EPOCHS = 4;

  private static final int BATCHES = 5;

  /** With gains of 1 and branches of 0.5 a task's loss is the mean of its two raw losses. */
  private static WeightSource open(String rule) {
    LossPlan plan = LossPlan.preset(Preset.OFF).withRule(WeightRule.parse(rule));
    for (Component task : TASKS) {
      plan = plan.withGain(task, 1);
    }
    return plan.open(EPOCHS, TASKS, 7);
  }

  private static Progress batch(long step) {
    return new Progress(step, BATCHES, EPOCHS);
  }

  private static LossReport report(long step, double cls, double box, double l1) {
    TermTable.Builder raw = TermTable.builder();
    for (Branch branch : Branch.values()) {
      raw.put(branch, Component.CLS, cls);
      raw.put(branch, Component.BOX, box);
      raw.put(branch, Component.L1, l1);
    }
    Map<Component, Double> norms =
        Map.of(Component.CLS, 2 * cls, Component.BOX, 1.0, Component.L1, 3.0);
    return new LossReport(batch(step), raw.build(), norms);
  }

  private static double[] factors(WeightSource source, long step) {
    LossWeights weights = source.at(batch(step));
    return new double[] {
      weights.term(Component.CLS), weights.term(Component.BOX), weights.term(Component.L1)
    };
  }

  static Iterable<String> names() {
    return WeightRule.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void open_anyRule_beginsWithThePlanOrAMeanOfOne(String name) {
    double[] factors = factors(open(name), 0);
    assertThat((factors[0] + factors[1] + factors[2]) / 3).isCloseTo(1, within(1e-12));
    if (!name.equals("random")) {
      assertThat(factors).containsExactly(1, 1, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void state_putIntoAnotherSource_goesOnWithTheSameBits(String name) {
    WeightSource straight = open(name);
    for (int step = 0; step < EPOCHS * BATCHES; step++) {
      WeightSource resumed = open(name);
      resumed.restore(straight.state());
      LossReport seen = report(step, 3 - step * 0.1, 2 + step % 3, 1.0 / (1 + step));
      straight.learned(seen);
      resumed.learned(seen);
      assertThat(factors(resumed, step + 1)).containsExactly(factors(straight, step + 1));
      assertThat(resumed.state()).containsExactly(straight.state());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void weights_whateverTheLosses_areFiniteAndNotNegative(String name) {
    double[] odd = {0, 1e-30, 1e30, 5, 0, 1e-5};
    WeightSource source = open(name);
    for (int step = 0; step < EPOCHS * BATCHES; step++) {
      for (double factor : factors(source, step)) {
        assertThat(factor).isFinite().isNotNegative();
      }
      source.learned(report(step, odd[step % 6], odd[(step + 1) % 6], odd[(step + 3) % 6]));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void restore_stateOfAnotherRule_isRefused(String name) {
    WeightSource source = open(name);
    assertThatThrownBy(() -> source.restore(new double[source.state().length + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("numbers");
  }

  @ParameterizedTest
  @MethodSource("names")
  void key_ofAnyRule_readsBackAsIt(String name) {
    WeightRule rule = WeightRule.parse(name);
    assertThat(WeightRule.parse(rule.key())).isEqualTo(rule);
  }

  @Test
  void uncertainty_constantLosses_weighEachTaskToOne() {
    WeightSource source = open("uncertainty(0.05)");
    // d/ds (exp(-s) L + s) = 0 where exp(-s) = 1 / L.
    for (int step = 0; step < 2000; step++) {
      source.learned(report(step % 20, 4, 0.5, 1));
    }
    double[] factors = factors(source, 0);
    assertThat(factors[0]).isCloseTo(0.25, within(1e-9));
    assertThat(factors[1]).isCloseTo(2, within(1e-9));
    assertThat(factors[2]).isCloseTo(1, within(1e-9));
  }

  @Test
  void uncertainty_oneBatch_stepsDownTheGradient() {
    WeightSource source = open("uncertainty(0.1)");
    source.learned(report(0, 3, 1, 1));
    // s = 0 - 0.1 * (1 - 1 * 3) = 0.2
    assertThat(factors(source, 1)[0]).isEqualTo(StrictMath.exp(-0.2));
    assertThat(factors(source, 1)[1]).isEqualTo(1);
  }

  @Test
  void dwa_thirdEpoch_weighsWhatFellLeast() {
    WeightSource source = open("dwa(2)");
    for (int step = 0; step < BATCHES; step++) {
      source.learned(report(step, 4, 2, 1));
    }
    assertThat(factors(source, BATCHES)).containsExactly(1, 1, 1);
    for (int step = BATCHES; step < 2 * BATCHES; step++) {
      source.learned(report(step, 2, 2, 1));
    }
    // r = 0.5, 1, 1; 3 softmax(r / 2)
    double sum = Math.exp(0.25) + 2 * Math.exp(0.5);
    double[] factors = factors(source, 2 * BATCHES);
    assertThat(factors[0]).isCloseTo(3 * Math.exp(0.25) / sum, within(1e-12));
    assertThat(factors[1]).isCloseTo(3 * Math.exp(0.5) / sum, within(1e-12));
  }

  @Test
  void dwa_lastBatchOfAnEpochLeftOut_endsTheEpochAllTheSame() {
    WeightSource whole = open("dwa");
    WeightSource torn = open("dwa");
    for (int step = 0; step < 2 * BATCHES; step++) {
      whole.learned(report(step, 4, 2, 1));
      if (step % BATCHES != BATCHES - 1) {
        torn.learned(report(step, 4, 2, 1));
      }
    }
    whole.learned(report(2 * BATCHES, 4, 2, 1));
    torn.learned(report(2 * BATCHES, 4, 2, 1));
    assertThat(factors(torn, 2 * BATCHES + 1)).containsExactly(factors(whole, 2 * BATCHES + 1));
  }

  @Test
  void relobralo_neverLookingBack_followsTheFormula() {
    WeightSource source = open("relobralo(0.5,0,1)");
    source.learned(report(0, 2, 1, 1));
    source.learned(report(1, 1, 1, 1));
    // Both comparisons: 3 softmax(0.5, 1, 1); the mean of the two is the same.
    double sum = Math.exp(0.5) + 2 * Math.exp(1);
    assertThat(factors(source, 2)[0]).isCloseTo(3 * Math.exp(0.5) / sum, within(1e-12));
    // With certainty of keeping the past, half of it is the past: 1.
    WeightSource past = open("relobralo(0.5,1,1)");
    past.learned(report(0, 2, 1, 1));
    past.learned(report(1, 1, 1, 1));
    assertThat(factors(past, 2)[0]).isCloseTo(0.5 + 0.5 * 3 * Math.exp(0.5) / sum, within(1e-12));
  }

  @Test
  void gradnorm_oneBatch_movesAgainstTheLargerGradients() {
    WeightSource source = open("gradnorm(1,0.1)");
    source.learned(report(0, 1, 1, 1));
    // Norms 2, 1, 3, all as far as at first: target 2. cls stays; box rises by 0.1 * 1 / 2, l1
    // falls by 0.1 * 3 / 2; then all are divided by the mean of 1, 1.05, 0.85.
    double mean = (1 + 1.05 + 0.85) / 3;
    assertThat(factors(source, 1)[0]).isCloseTo(1 / mean, within(1e-12));
    assertThat(factors(source, 1)[1]).isCloseTo(1.05 / mean, within(1e-12));
    assertThat(factors(source, 1)[2]).isCloseTo(0.85 / mean, within(1e-12));
    assertThat(source.readsGradients()).isTrue();
  }

  @Test
  void gradnorm_gradientNotFinite_movesNothing() {
    // Where gradients are summed over batches, nobody has looked at this one yet.
    for (double norm : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      WeightSource source = open("gradnorm");
      LossReport fine = report(0, 1, 1, 1);
      source.learned(
          new LossReport(
              fine.progress(),
              fine.raw(),
              Map.of(Component.CLS, norm, Component.BOX, 1.0, Component.L1, 1.0)));
      assertThat(factors(source, 1)).containsExactly(1, 1, 1);
    }
  }

  @Test
  void random_manyBatches_haveTheMeanOfTheNullAndDependOnSeedAndBatchAlone() {
    LossPlan plan = LossPlan.preset(Preset.OFF).withRule(WeightRule.parse("random"));
    double sum = 0;
    int batches = 20_000;
    WeightSource source = plan.open(1, TASKS, 3);
    for (int step = 0; step < batches; step++) {
      sum += source.at(new Progress(step, batches, 1)).term(Component.BOX);
    }
    assertThat(sum / batches).isCloseTo(1, within(0.01)); // sd of a factor is about 0.6
    Progress some = new Progress(17, batches, 1);
    assertThat(plan.open(1, TASKS, 3).at(some)).isEqualTo(source.at(some));
    assertThat(plan.open(1, TASKS, 4).at(some)).isNotEqualTo(source.at(some));
  }

  @Test
  void chance_ofNeighbouringBatches_sharesNoNumber() {
    Set<Long> seen = new HashSet<>();
    for (long step = 0; step < 1000; step++) {
      SplittableRandom random = StepRandom.at(5, step);
      for (int i = 0; i < 20; i++) {
        assertThat(seen.add(random.nextLong())).isTrue();
      }
    }
  }

  @Test
  void random_neighbouringBatches_areNotCorrelated() {
    int batches = 5_000;
    WeightSource source =
        LossPlan.preset(Preset.OFF).withRule(WeightRule.parse("random")).open(1, TASKS, 7);
    double sum = 0;
    double squares = 0;
    double[] before = null;
    for (int step = 0; step < batches; step++) {
      LossWeights weights = source.at(new Progress(step, batches, 1));
      double[] now = {weights.term(Component.CLS) - 1, weights.term(Component.BOX) - 1};
      if (before != null) {
        sum += now[0] * before[1] + now[1] * before[0];
      }
      squares += now[0] * now[0] + now[1] * now[1];
      before = now;
    }
    // Of independent ones about 1 / sqrt(batches).
    assertThat(sum / squares).isCloseTo(0, within(5 / Math.sqrt(batches)));
  }

  @Test
  void rule_overAPlanThatMoves_multipliesIt() {
    LossPlan terms = LossPlan.preset(Preset.TERMS);
    WeightSource source = terms.withRule(WeightRule.parse("uncertainty")).open(EPOCHS, TASKS, 0);
    assertThat(source.at(batch(12))).isEqualTo(terms.at(batch(12)));
  }

  @Test
  void at_pastTheHorizon_keepsTheLastWeightsOfTheSchedules() {
    WeightSource source = LossPlan.preset(Preset.BOTH).open(2, TASKS, 0);
    assertThat(source.at(batch(19)))
        .isEqualTo(LossPlan.preset(Preset.BOTH).at(new Progress(9, BATCHES, 2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kendall",
        "dwa(",
        "dwa()",
        "dwa(1,2)",
        "dwa(0)",
        "dwa(NaN)",
        "gradnorm(-1,0.1)",
        "uncertainty(0)",
        "relobralo(1,0,1)",
        "relobralo(0.9,2,1)",
        "random(1)",
        "plan(1)"
      })
  void parse_whatIsNoRule_isRefused(String text) {
    assertThatThrownBy(() -> WeightRule.parse(text)).isInstanceOf(ConfigException.class);
  }
}
