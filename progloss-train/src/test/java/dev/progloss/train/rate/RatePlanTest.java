package dev.progloss.train.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.progloss.core.error.ConfigException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RatePlanTest {

  private static RateConfig config(double warmupEpochs, double cap, boolean finalStep) {
    return new RateConfig(
        0.01, 0.01, false, 0.9, warmupEpochs, 0.8, 0.1, 5e-4, 64, 10, cap, finalStep);
  }

  private static List<Long> steps(RatePlan plan) {
    return LongStream.range(0, plan.totalBatches()).filter(plan::stepsAt).boxed().toList();
  }

  @Test
  void at_halfOfWarmup_isHalfWayToTheDecayingTarget() {
    // E = 4, 5 batches each, W = 2 · 5 = 10. n = 5 is in epoch 1: f = 0.75 · 0.99 + 0.01 = 0.7525.
    RatePlan plan = RatePlan.of(config(2, 1, false), 16, 5, 4);
    RateStep half = plan.at(5);
    assertThat(half.target()).isCloseTo(0.007525, offset(1e-15));
    assertThat(half.learningRate(1)).isCloseTo(0.0037625, offset(1e-15));
    assertThat(half.learningRate(3)).isCloseTo(0.0112875, offset(1e-15));
    assertThat(half.biasLearningRate(1)).isCloseTo((0.1 + 0.007525) / 2, offset(1e-15));
    assertThat(half.momentum()).isCloseTo(0.85, offset(1e-15));
    assertThat(half.accumulation()).isEqualTo(2); // 1 + 3 · 5/10 = 2.5, half to even
    assertThat(plan.at(10).learningRate(1)).isCloseTo(0.01 * (0.5 * 0.99 + 0.01), offset(1e-15));
    assertThat(plan.at(11).accumulation()).isEqualTo(4);
  }

  @Test
  void stepsAt_withoutWarmup_everyAccumulation() {
    RatePlan plan = RatePlan.of(config(0, 1, false), 16, 3, 3);
    assertThat(steps(plan)).containsExactly(3L, 7L); // batch 8 is left over
  }

  @Test
  void stepsAt_finalStep_appliesWhatIsLeft() {
    RatePlan plan = RatePlan.of(config(0, 1, true), 16, 3, 3);
    assertThat(steps(plan)).containsExactly(3L, 7L, 8L);
    assertThat(plan.stepsBefore(9)).isEqualTo(3);
    assertThat(plan.stepsBefore(8)).isEqualTo(2);
  }

  @Test
  void stepsAt_finalStepThatIsDueAnyway_isCountedOnce() {
    RatePlan plan = RatePlan.of(config(0, 1, true), 16, 4, 2);
    assertThat(steps(plan)).containsExactly(3L, 7L);
    assertThat(plan.stepsBefore(8)).isEqualTo(2);
  }

  @Test
  void warmup_cap_isAShareOfAllBatches() {
    assertThat(RatePlan.of(config(3, 0.1, true), 16, 10, 10).warmupBatches()).isEqualTo(10);
    assertThat(RatePlan.of(config(3, 1, true), 16, 10, 10).warmupBatches()).isEqualTo(30);
    assertThat(RatePlan.of(config(3, 0, true), 16, 10, 10).warmupBatches()).isZero();
  }

  @Test
  void weightDecay_batchAboveNominal_grows() {
    assertThat(RatePlan.of(config(0, 1, true), 128, 3, 3).at(0).weightDecay())
        .isCloseTo(1e-3, offset(1e-15));
  }

  @Test
  void at_outsideTheRun_isRefused() {
    RatePlan plan = RatePlan.of(config(0, 1, true), 16, 3, 3);
    assertThatThrownBy(() -> plan.at(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0..8");
    assertThatThrownBy(() -> plan.stepsAt(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void config_outOfRange_namesTheKey() {
    assertThatThrownBy(() -> config(-1, 1, true))
        .isInstanceOf(ConfigException.class)
        .hasMessage("train.warmupEpochs: must be finite and at least 0, got -1.0");
    assertThatThrownBy(() -> config(0, Double.NaN, true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.warmupCapShare");
  }
}
