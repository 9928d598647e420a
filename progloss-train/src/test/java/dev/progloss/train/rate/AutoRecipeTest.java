package dev.progloss.train.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.ConfigException;
import org.junit.jupiter.api.Test;

final class AutoRecipeTest {

  @Test
  void forRun_smallData_stepsAtEveryBatch() {
    RateConfig rates = AutoRecipe.forRun(200, 16, 80);
    assertThat(rates.nominalBatch()).isEqualTo(16);
    assertThat(rates.warmupEpochs()).isEqualTo(1);
    assertThat(rates.momentum()).isEqualTo(0.9);
    RatePlan plan = RatePlan.of(rates, 16, 13, 80);
    assertThat(plan.stepsBefore(plan.totalBatches())).isEqualTo(13 * 80);
    assertThat(plan.at(0).weightDecay()).isEqualTo(5e-4);
  }

  @Test
  void forRun_largeData_keepsTheUsualSettings() {
    RateConfig rates = AutoRecipe.forRun(118_287, 16, 100);
    assertThat(rates.nominalBatch()).isEqualTo(64);
    assertThat(rates.warmupEpochs()).isEqualTo(3);
  }

  @Test
  void forRun_aroundTheLimit_changesThere() {
    // 1600 images at batch 16: 100 batches an epoch, 25 steps at nominal batch 64.
    assertThat(AutoRecipe.forRun(1600, 16, 199).nominalBatch()).isEqualTo(16); // 4975 steps
    assertThat(AutoRecipe.forRun(1600, 16, 200).nominalBatch()).isEqualTo(64); // 5000 steps
  }

  @Test
  void muonGain_isLargerInAShortRun() {
    assertThat(AutoRecipe.muonGain(200, 16, 80)).isEqualTo(1.0);
    assertThat(AutoRecipe.muonGain(118_287, 16, 100)).isEqualTo(0.2);
  }

  @Test
  void forRun_noImages_isRefused() {
    assertThatThrownBy(() -> AutoRecipe.forRun(0, 16, 1)).isInstanceOf(ConfigException.class);
  }
}
