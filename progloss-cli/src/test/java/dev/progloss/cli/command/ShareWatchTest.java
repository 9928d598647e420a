package dev.progloss.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.LossWeights;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.schedule.Progress;
import dev.progloss.run.journal.SkippedStep;
import dev.progloss.run.journal.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Two steps an epoch; weights 1/2 for both branches, gains cls 1/2 and l1 3/2. */
final class ShareWatchTest {

  private static final int STEPS = 2;

  private final List<String> warnings = new ArrayList<>();
  private final ShareWatch watch = new ShareWatch(warnings::add);

  private static Progress at(long step) {
    return new Progress(step, STEPS, 50);
  }

  private void step(long step, double cls, double l1) {
    LossWeights weights = LossPlan.preset(Preset.OFF).at(at(step));
    TermTable raw =
        TermTable.builder()
            .put(Branch.ONE_TO_MANY, Component.L1, l1)
            .put(Branch.ONE_TO_ONE, Component.CLS, cls)
            .build();
    watch.stepDone(
        new StepRecord(
            at(step), raw, weights, weights.total(raw), 0.1, 0.1, 0.9, OptionalDouble.empty(), 4));
  }

  private void skip(long step) {
    watch.stepSkipped(new SkippedStep(at(step), "o2o/cls", Double.NaN));
  }

  /** An epoch in which l1 is nearly the whole loss. */
  private void lopsided(int epoch) {
    step(2L * epoch, 6, 97 / 1.5 * 2);
    step(2L * epoch + 1, 0, 0);
  }

  private void even(int epoch) {
    step(2L * epoch, 3, 1);
    step(2L * epoch + 1, 3, 1);
  }

  @Test
  void epoch_oneTermNearlyAll_isToldWithWhatMendsIt() {
    watch.started(at(0));
    // Sums: l1 1/2 · 3/2 · 97/1.5·2 = 97, cls 1/2 · 1/2 · 6 + 0 = 1.5: 97 / 98.5 = 98.48 %.
    lopsided(0);
    assertThat(warnings)
        .containsExactly(
            "o2m/l1 was 98 % of the loss in epoch 1: the other terms hardly count; lower its gain"
                + " dfl= or its weight progloss.terms.l1=");
  }

  @Test
  void epoch_sharesOfSums_notOfSteps() {
    watch.started(at(0));
    // Step 0 is all l1 (1/2 · 3/2 · 4 = 3), step 1 all cls (1/2 · 1/2 · 12 = 3): half each.
    step(0, 0, 4);
    step(1, 12, 0);
    assertThat(warnings).isEmpty();
  }

  @Test
  void epoch_justAtTheLimit_isNotTold() {
    watch.started(at(0));
    // 1/2 · 3/2 · 12 = 9 of 9 + 1/2 · 1/2 · 4 = 10: 90 %.
    step(0, 4, 12);
    step(1, 0, 0);
    assertThat(warnings).isEmpty();
  }

  @Test
  void stretch_isToldOnce_andAgainAfterABreak() {
    watch.started(at(0));
    lopsided(0);
    lopsided(1);
    even(2);
    lopsided(3);
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(1)).contains("in epoch 4");
  }

  @Test
  void stretch_ofAnotherTerm_isANewOne() {
    watch.started(at(0));
    lopsided(0);
    step(2, 1000, 1);
    step(3, 1000, 1);
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(1)).startsWith("o2o/cls was").contains("gain cls=");
  }

  @Test
  void skippedStep_endsTheEpochToo_andAnEpochOfThemChangesNothing() {
    watch.started(at(0));
    step(0, 6, 97 / 1.5 * 2);
    skip(1);
    assertThat(warnings).hasSize(1);
    skip(2);
    skip(3);
    lopsided(2);
    assertThat(warnings).as("one stretch").hasSize(1);
    even(3);
    assertThat(warnings).hasSize(1);
  }

  @Test
  void resumedWithinAnEpoch_passesItOver() {
    watch.started(at(1));
    step(1, 0, 1);
    assertThat(warnings).isEmpty();
    lopsided(1);
    assertThat(warnings).hasSize(1);
  }
}
