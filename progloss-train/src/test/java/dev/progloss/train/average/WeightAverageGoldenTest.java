package dev.progloss.train.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class WeightAverageGoldenTest {

  private static final double TOLERANCE = 1e-12;

  @Test
  void decay_everyUpdate_matches() {
    JsonNode decay = Goldens.json("schedules.json").get("ema_decay").get("decay");
    assertThat(decay).isNotEmpty();
    for (int u = 1; u <= decay.size(); u++) {
      assertThat(WeightAverageConfig.defaults().decayAt(u))
          .isCloseTo(decay.get(u - 1).asDouble(), offset(TOLERANCE));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRun() {
    JsonNode runs = Goldens.json("ema.json");
    assertThat(runs).isNotEmpty();
    return runs.properties().stream()
        .map(run -> DynamicTest.dynamicTest(run.getKey(), () -> follow(run.getValue())));
  }

  private static void follow(JsonNode run) {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> initial = tensors(run.get("initial"));
      try (WeightAverage average = WeightAverage.of(initial, WeightAverageConfig.defaults())) {
        average.restore(run.get("updates_before").asLong(), initial);
        assertThat(run.get("steps")).isNotEmpty();
        for (JsonNode step : run.get("steps")) {
          average.update(tensors(step.get("model")));
          assertThat(average.updates()).isEqualTo(step.get("updates").asLong());
          average
              .tensors()
              .forEach(
                  (name, tensor) ->
                      GoldenTensors.assertClose(
                          name,
                          Heap.doubles(tensor),
                          numbers(step.get("ema").get(name)),
                          TOLERANCE));
        }
      }
    }
  }

  /** Lists are floating tensors; single whole numbers are counters. */
  private static Map<String, Tensor> tensors(JsonNode named) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    named
        .properties()
        .forEach(
            entry -> {
              JsonNode node = entry.getValue();
              tensors.put(
                  entry.getKey(),
                  node.isIntegralNumber()
                      ? Heap.tensor(new long[] {node.asLong()}, 1)
                      : Heap.tensor(numbers(node), numbers(node).length));
            });
    return tensors;
  }

  private static double[] numbers(JsonNode node) {
    List<Double> flat = new ArrayList<>();
    collect(node, flat);
    return flat.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> flat) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, flat));
    } else {
      flat.add(node.asDouble());
    }
  }
}
