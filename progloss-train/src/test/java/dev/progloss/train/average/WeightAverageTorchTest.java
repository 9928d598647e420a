package dev.progloss.train.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.LeakCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class WeightAverageTorchTest {

  private static Map<String, Tensor> network(double weight, long count) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", Heap.tensor(new double[] {weight}, 1).set_requires_grad(true));
    tensors.put("count", Heap.tensor(new long[] {count}, 1));
    return tensors;
  }

  @Test
  void update_movesBySmallShares_andKeepsTheFirstCount() {
    // d(1) = 0.5 (1 − 1/e): the average of 0 and 1 is 1 − d.
    try (TensorScope scope = TensorScope.open();
        WeightAverage average = WeightAverage.of(network(0, 5), new WeightAverageConfig(0.5, 1))) {
      average.update(network(1, 6));
      assertThat(Heap.doubles(wanted(average, "weight"))[0])
          .isCloseTo(1 - 0.5 * (1 - Math.exp(-1)), offset(1e-15));
      assertThat(Heap.longs(wanted(average, "count"))).containsExactly(5);
      assertThat(average.updates()).isEqualTo(1);
    }
  }

  @Test
  void of_copies_soTheLiveTensorsMayGo() {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> live = network(3, 5);
      try (WeightAverage average = WeightAverage.of(live, WeightAverageConfig.defaults())) {
        live.values().forEach(Tensor::close);
        assertThat(Heap.doubles(wanted(average, "weight"))).containsExactly(3);
        assertThat(wanted(average, "weight").requires_grad()).isFalse();
      }
    }
  }

  @Test
  void wrongTensors_areRefused() {
    try (TensorScope scope = TensorScope.open();
        WeightAverage average = WeightAverage.of(network(0, 5), WeightAverageConfig.defaults())) {
      assertThatThrownBy(() -> average.update(Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must hold all of [weight, count], got []");
      assertThatThrownBy(() -> average.restore(3, Map.of()))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("weight must have shape [1], got no such tensor");
      assertThat(average.updates()).isZero();
    }
    assertThatThrownBy(() -> new WeightAverageConfig(1, 2000)).isInstanceOf(ConfigException.class);
  }

  @Test
  void update_aHundredTimes_leavesNothing() {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> live = network(1, 5);
      try (WeightAverage average = WeightAverage.of(live, WeightAverageConfig.defaults())) {
        LeakCheck.assertNoLeak(100, () -> average.update(live));
      }
      LeakCheck.assertNoLeak(
          100, () -> WeightAverage.of(live, WeightAverageConfig.defaults()).close());
    }
  }

  private static Tensor wanted(WeightAverage average, String name) {
    Tensor tensor = average.tensors().get(name);
    assertThat(tensor).as(name).isNotNull();
    return tensor;
  }
}
