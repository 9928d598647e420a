package dev.progloss.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.detector.Detector;
import dev.progloss.model.detector.FoldedDetector;
import dev.progloss.train.average.WeightAverage;
import dev.progloss.train.average.WeightAverageConfig;
import dev.progloss.train.optimizer.Optimizer;
import dev.progloss.train.optimizer.OptimizerConfig;
import dev.progloss.train.rate.RateStep;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What would fail on a GPU, looked for where there is none: on LibTorch's device without memory,
 * which computes shapes alone and, like a GPU, refuses tensors of the processor. It lacks what the
 * network and the losses need; for those there is {@code GpuTorchTest}.
 */
final class OtherDeviceTorchTest {

  private static final int CLASSES = 3;

  @Test
  void folded_weightsOfAnotherDevice_areThereToo() {
    Network network = Network.of(DetectorConfig.of(Scale.T, CLASSES));
    Map<String, Tensor> state = state(network);
    try (FoldedDetector folded = FoldedDetector.fold(network, state, EnumSet.allOf(Branch.class))) {
      assertThat(folded.weights().values()).allMatch(OtherDeviceTorchTest::isElsewhere);
    } finally {
      state.values().forEach(Tensor::close);
    }
  }

  static Stream<OptimizerConfig> optimizers() {
    return Stream.of(
        new OptimizerConfig.MuSgd(0.2, 1),
        new OptimizerConfig.Sgd(),
        new OptimizerConfig.AdamW(0.9, 0.999, 1e-8));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void step_parametersOfAnotherDevice_buffersAreThereToo(OptimizerConfig config) {
    Network network = Network.of(DetectorConfig.of(Scale.T, CLASSES));
    Map<String, Tensor> state = state(network);
    state.values().forEach(OtherDeviceTorchTest::learn);
    try (Optimizer optimizer = config.build(ClassTowers.parameters(network, state));
        WeightAverage average = WeightAverage.of(state, WeightAverageConfig.defaults())) {
      optimizer.step(RateStep.steady(0.01, 0.9, 5e-4));
      average.update(state);
      assertThat(average.tensors().values()).allMatch(OtherDeviceTorchTest::isElsewhere);
      assertThat(optimizer.state().entrySet())
          .allMatch(e -> isElsewhere(e.getValue()) || e.getKey().equals("adam.steps"));
    } finally {
      state.values().forEach(Tensor::close);
    }
  }

  private static void learn(Tensor tensor) {
    if (tensor.is_floating_point()) {
      var unused = tensor.set_requires_grad(true);
      try (Tensor detached = tensor.detach()) {
        tensor.mutable_grad().put(detached.clone());
      }
    }
  }

  private static Map<String, Tensor> state(Network network) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    try (Detector detector = Detector.create(network.config(), 0)) {
      detector
          .state()
          .forEach(
              (name, tensor) -> {
                try (Tensor detached = tensor.detach()) {
                  state.put(name, elsewhere(detached));
                }
              });
    }
    return state;
  }

  private static Tensor elsewhere(Tensor tensor) {
    try (Device device = new Device(DeviceType.Meta)) {
      return tensor.to(device, tensor.scalar_type());
    }
  }

  private static boolean isElsewhere(Tensor tensor) {
    return tensor.device().type().intern() == DeviceType.Meta;
  }
}
