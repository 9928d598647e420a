package dev.progloss.core.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.schedule.Horizon;
import dev.progloss.core.schedule.Paced;
import dev.progloss.core.schedule.Progress;
import org.junit.jupiter.api.Test;

final class LossPlanTest {

  @Test
  void article_workedExample_isExact() {
    ProgLoss loss = ProgLoss.articleDefaults();
    // 2.0 * 0.8 + 0.5 * 0.4; 1.25 * 0.8 + 1.25 * 0.4; 0.5 * 0.8 + 2.0 * 0.4
    assertThat(loss.at(0.8, 0.4, 0, 100)).isEqualTo(new ProgLoss.WeightedLoss(1.8, 2.0, 0.5));
    assertThat(loss.at(0.8, 0.4, 50, 100)).isEqualTo(new ProgLoss.WeightedLoss(1.5, 1.25, 1.25));
    assertThat(loss.at(0.8, 0.4, 100, 100))
        .isEqualTo(new ProgLoss.WeightedLoss(1.2000000000000002, 0.5, 2.0));
    assertThatThrownBy(() -> loss.at(0.8, 0.4, 101, 100)).hasMessageContaining("0..epochs");
  }

  @Test
  void preset_both_movesTermsAndBranchesOnTheirOwnHorizons() {
    LossPlan plan = LossPlan.preset(Preset.BOTH);
    LossWeights first = plan.at(new Progress(0, 10, 100));
    assertThat(first.branch(Branch.ONE_TO_MANY)).isEqualTo(0.8);
    assertThat(first.term(Component.CLS)).isEqualTo(2.0);
    assertThat(first.of(Branch.ONE_TO_MANY, Component.CLS)).isEqualTo(0.8 * 2.0 * 0.5);
    LossWeights last = plan.at(new Progress(999, 10, 100));
    // The paper's horizon is at its end in the last epoch; the article's stands at 99 / 100.
    assertThat(last.branch(Branch.ONE_TO_ONE)).isEqualTo(0.9);
    assertThat(last.term(Component.BOX)).isEqualTo((1 - 0.99) * 0.5 + 0.99 * 2.0);
  }

  @Test
  void preset_off_neverMoves() {
    LossPlan plan = LossPlan.preset(Preset.OFF);
    assertThat(plan.at(new Progress(0, 10, 100))).isEqualTo(plan.at(new Progress(999, 10, 100)));
    assertThat(plan.at(new Progress(0, 1, 1)).branch(Branch.ONE_TO_ONE)).isEqualTo(0.5);
  }

  @Test
  void preset_termsMean_weighsOnAverageAsTerms() {
    int epochs = 7;
    LossPlan moving = LossPlan.preset(Preset.TERMS);
    LossPlan still = LossPlan.preset(Preset.TERMS_MEAN);
    double cls = 0;
    double box = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      LossWeights weights = moving.at(Progress.atEpoch(epoch, epochs));
      cls += weights.term(Component.CLS) / epochs;
      box += weights.term(Component.L1) / epochs;
    }
    LossWeights first = still.at(new Progress(0, 10, epochs));
    assertThat(first.term(Component.CLS)).isCloseTo(cls, within(1e-12));
    assertThat(first.term(Component.L1)).isCloseTo(box, within(1e-12));
    assertThat(still.at(new Progress(69, 10, epochs))).isEqualTo(first);
    // 2 - 1.5 * (6 / 14): the last epoch of t/T is not at its end.
    assertThat(first.term(Component.CLS)).isCloseTo(2 - 1.5 * 6 / 14, within(1e-12));
  }

  @Test
  void preset_termsReversed_swapsClassAndBox() {
    Progress somewhere = new Progress(123, 10, 100);
    LossWeights there = LossPlan.preset(Preset.TERMS_REVERSED).at(somewhere);
    LossWeights here = LossPlan.preset(Preset.TERMS).at(somewhere);
    assertThat(there.term(Component.CLS)).isEqualTo(here.term(Component.BOX));
    assertThat(there.term(Component.BOX)).isEqualTo(here.term(Component.CLS));
  }

  @Test
  void preset_everyName_readsBack() {
    for (Preset preset : Preset.values()) {
      assertThat(Preset.of(preset.key())).isEqualTo(preset);
    }
    assertThat(Preset.TERMS_MEAN.key()).isEqualTo("terms-mean");
  }

  @Test
  void l1AndDfl_withoutOwnSchedule_followBox() {
    LossPlan plan = LossPlan.preset(Preset.OFF).withTerm(Component.BOX, Paced.constant(3));
    assertThat(plan.term(Component.L1)).isEqualTo(Paced.constant(3));
    plan =
        plan.withTerm(Component.DFL, Paced.constant(1)).withTerm(Component.BOX, Paced.constant(4));
    assertThat(plan.term(Component.L1)).isEqualTo(Paced.constant(4));
    assertThat(plan.term(Component.DFL)).isEqualTo(Paced.constant(1));
  }

  @Test
  void total_ofRawTerms_isTheDoubleSum() {
    LossWeights weights = LossPlan.preset(Preset.TERMS).at(Progress.atEpoch(0, 10));
    TermTable raw =
        TermTable.builder()
            .put(Branch.ONE_TO_MANY, Component.CLS, 0.5)
            .put(Branch.ONE_TO_ONE, Component.BOX, 0.25)
            .build();
    // 0.5 * (2 * 0.5 * 0.5) + 0.5 * (0.5 * 7.5 * 0.25)
    assertThat(weights.total(raw)).isEqualTo(0.25 + 0.46875);
    assertThat(raw.has(Branch.ONE_TO_ONE, Component.CLS)).isFalse();
    assertThatThrownBy(() -> raw.of(Branch.ONE_TO_ONE, Component.CLS))
        .hasMessageContaining("no entry");
  }

  @Test
  void warnings_plainForm_nameTheTermThatIsOff() {
    assertThat(LossPlan.plainTerms().warnings())
        .containsExactly(
            "progloss.terms.cls is 0 at the end: this part of the loss is switched off there",
            "progloss.terms.box is 0 at the start: this part of the loss is switched off there");
    assertThat(LossPlan.preset(Preset.BOTH).warnings()).isEmpty();
  }

  @Test
  void withTerm_negativeSomewhere_isRefusedByKey() {
    LossPlan plan = LossPlan.preset(Preset.OFF);
    assertThatThrownBy(
            () -> plan.withTerm(Component.CLS, Paced.linear(1, -0.5, Horizon.STEP_OF_LAST)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("progloss.terms.cls must not be negative anywhere, got a low of -0.5");
    assertThatThrownBy(() -> plan.withGain(Component.BOX, Double.NaN))
        .hasMessageContaining("box gain");
    assertThatThrownBy(() -> Preset.of("everything"))
        .hasMessageContaining("off, terms, branches, both");
  }
}
