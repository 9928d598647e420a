package dev.progloss.train.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.testkit.Goldens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rates of every batch of the reference runs. */
final class RatePlanGoldenTest {

  private static final double TOLERANCE = 1e-12;

  @TestFactory
  Stream<DynamicTest> everyRun() {
    JsonNode runs = Goldens.json("schedules.json").get("runs");
    assertThat(runs).isNotEmpty();
    return runs.properties().stream()
        .map(run -> DynamicTest.dynamicTest(run.getKey(), () -> matches(run.getValue())));
  }

  private static void matches(JsonNode run) {
    JsonNode settings = run.get("settings");
    RatePlan plan =
        RatePlan.of(
            config(settings),
            settings.get("batch").asInt(),
            run.get("batches_per_epoch").asLong(),
            settings.get("epochs").asInt());
    assertThat(plan.warmupBatches()).isEqualTo(run.get("warmup_iterations").asLong());
    assertThat(plan.totalBatches()).isEqualTo(run.get("accumulate").size());
    double lr0 = settings.get("lr0").asDouble();
    List<Long> steps = new ArrayList<>();
    for (int n = 0; n < plan.totalBatches(); n++) {
      RateStep at = plan.at(n);
      assertThat(at.accumulation()).isEqualTo(run.get("accumulate").get(n).asInt());
      if (run.has("momentum") && !run.has("betas")) { // Adam's betas have no warm-up
        close(at.momentum(), run.get("momentum").get(n));
      }
      groups(run, lr0, n, at);
      assertThat(plan.stepsBefore(n)).isEqualTo(steps.size());
      if (plan.stepsAt(n)) {
        steps.add((long) n);
      }
    }
    List<Long> expected = new ArrayList<>();
    run.get("optimizer_steps_at").forEach(n -> expected.add(n.asLong()));
    assertThat(steps).isEqualTo(expected);
    assertThat(plan.stepsBefore(plan.totalBatches())).isEqualTo(expected.size());
  }

  private static void groups(JsonNode run, double lr0, int n, RateStep at) {
    int compared = 0;
    for (Map.Entry<String, JsonNode> column : run.properties()) {
      if (!column.getKey().startsWith("lr_")) {
        continue;
      }
      JsonNode group = run.get("groups").get(Integer.parseInt(column.getKey().split("_", -1)[1]));
      String kind = group.get("kind").asText();
      double factor = group.get("initial_lr").asDouble() / lr0;
      double rate = kind.equals("bias") ? at.biasLearningRate(factor) : at.learningRate(factor);
      close(rate, column.getValue().get(n));
      boolean decayed = kind.equals("weight") || kind.equals("muon");
      close(decayed ? at.weightDecay() : 0, group.get("weight_decay"));
      compared++;
    }
    assertThat(compared).isEqualTo(run.get("groups").size());
  }

  /** The reference has neither of our two deviations. */
  private static RateConfig config(JsonNode settings) {
    return new RateConfig(
        settings.get("lr0").asDouble(),
        settings.get("lrf").asDouble(),
        settings.get("cos_lr").asBoolean(),
        settings.get("momentum").asDouble(),
        settings.get("warmup_epochs").asDouble(),
        settings.get("warmup_momentum").asDouble(),
        settings.get("warmup_bias_lr").asDouble(),
        settings.get("weight_decay").asDouble(),
        settings.get("nbs").asInt(),
        10,
        1,
        false);
  }

  private static void close(double actual, JsonNode expected) {
    assertThat(actual).isCloseTo(expected.asDouble(), offset(TOLERANCE));
  }
}
