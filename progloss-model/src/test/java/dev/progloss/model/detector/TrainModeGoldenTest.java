package dev.progloss.model.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Head;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network in training: heads, gradients, running statistics, start values. */
class TrainModeGoldenTest {

  private GoldenModel golden;
  private Detector exact;

  @BeforeEach
  void open() {
    Engine.start(2);
    golden = GoldenModel.open();
    exact = golden.detector(Precision.FLOAT64);
  }

  @AfterEach
  void close() {
    if (exact != null) {
      exact.close();
    }
  }

  @Test
  void train_float64_isTheReference() {
    backward(exact, Precision.FLOAT64, 2e-6); // the reference's heads are kept in float32
    assertGradients(exact, 1e-9);
    assertStatistics(exact, 1e-9);
  }

  @Test
  void train_float32_isNearTheReference() {
    try (Detector detector = golden.detector(Precision.FLOAT32)) {
      // Three times the tolerance of judging: batch statistics over a few cells of the coarsest
      // level magnify the rounding of another order of sums (4.5e-5 seen).
      backward(detector, Precision.FLOAT32, 1e-4);
      assertGradients(detector, 2e-4);
      assertStatistics(detector, 1e-5);
    }
  }

  /** Runs the network and the reference's scalar backwards; checks heads and scalar on the way. */
  private void backward(Detector detector, Precision precision, double tolerance) {
    try (TensorScope scope = TensorScope.open()) {
      Predictions got = detector.train(golden.input(precision));
      Map<Branch, BranchPredictions> heads = new EnumMap<>(Branch.class);
      got.branches().forEach(branch -> heads.put(branch, got.of(branch)));
      Tensor objective = null;
      for (Map.Entry<Branch, BranchPredictions> head : heads.entrySet()) {
        for (Map.Entry<String, Tensor> output :
            List.of(
                Map.entry(head.getKey().key() + ".boxes", head.getValue().boxes()),
                Map.entry(head.getKey().key() + ".scores", head.getValue().scores()))) {
          GoldenTensors.assertClose(
              "train." + output.getKey(),
              Heap.doubles(output.getValue()),
              golden.outputs().doubles("train." + output.getKey()),
              tolerance);
          Tensor coefficients = golden.outputs().file().read("train.coef." + output.getKey());
          Tensor part = output.getValue().mul(coefficients.to(precision.scalarType())).sum();
          objective = objective == null ? part : objective.add(part);
        }
      }
      assertThat(objective).isNotNull();
      double expected = golden.facts().get("train").get("objective").asDouble();
      assertThat(objective.item_double())
          .isCloseTo(expected, within(precision == Precision.FLOAT64 ? 1e-8 : 1e-3));
      objective.backward();
    }
  }

  private void assertGradients(Detector detector, double tolerance) {
    Map<String, Tensor> parameters = detector.parameters();
    int whole = 0;
    for (String name : golden.outputs().file().names()) {
      if (name.startsWith("train.grad.")) {
        double[] expected = golden.outputs().doubles(name);
        double[] got = Heap.doubles(parameters.get(name.substring("train.grad.".length())).grad());
        double norm = ForwardGoldenTest.norm(expected);
        GoldenTensors.assertClose(name, got, expected, tolerance * norm);
        whole++;
      }
    }
    assertThat(whole).isPositive();
    JsonNode train = golden.facts().get("train");
    assertThat(train.get("gradients")).isNotEmpty();
    for (Map.Entry<String, JsonNode> e : train.get("gradients").properties()) {
      double[] got = Heap.doubles(parameters.get(e.getKey()).grad());
      ForwardGoldenTest.assertSummary(e.getKey(), got, e.getValue(), tolerance);
    }
    double all = train.get("all_gradients_l2").asDouble();
    double sum = 0;
    for (Tensor parameter : parameters.values()) {
      double norm = ForwardGoldenTest.norm(Heap.doubles(parameter.grad()));
      sum += norm * norm;
    }
    assertThat(Math.sqrt(sum) / all).isCloseTo(1, within(tolerance));
    for (JsonNode zero : train.get("gradients_that_are_zero")) {
      double norm = ForwardGoldenTest.norm(Heap.doubles(parameters.get(zero.asText()).grad()));
      assertThat(norm / all).as(zero.asText()).isLessThan(tolerance);
    }
  }

  private void assertStatistics(Detector detector, double tolerance) {
    JsonNode statistics = golden.facts().get("train").get("running_statistics_after");
    assertThat(statistics).isNotEmpty();
    for (Map.Entry<String, JsonNode> e : statistics.properties()) {
      double[] got = Heap.doubles(detector.buffers().get(e.getKey()));
      ForwardGoldenTest.assertSummary(e.getKey(), got, e.getValue(), tolerance);
    }
  }

  @Test
  void create_headBiases_areTheReferences() {
    List<String> keys = new ArrayList<>();
    golden.facts().fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      if (key.startsWith("initial_head_bias_nc")) {
        int classes = Integer.parseInt(key.substring("initial_head_bias_nc".length()));
        assertBiases(classes, golden.facts().get(key));
      }
    }
  }

  private void assertBiases(int classes, JsonNode expected) {
    DetectorConfig config = DetectorConfig.of(golden.config().scale(), classes);
    try (Detector fresh = Detector.create(config, 1)) {
      for (List<Head.Towers> levels : fresh.network().head().towers().values()) {
        for (int i = 0; i < levels.size(); i++) {
          JsonNode level = expected.get(String.valueOf(Network.STRIDES.get(i)));
          Head.Towers towers = levels.get(i);
          assertBias(fresh, towers.boxProjection().name(), level.get("box"));
          assertBias(fresh, towers.classProjection().name(), level.get("cls"));
        }
      }
    }
  }

  private static void assertBias(Detector fresh, String projection, JsonNode expected) {
    double[] got = Heap.doubles(fresh.parameters().get(projection + ".bias"));
    assertThat(got).hasSize(expected.size());
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).as(projection).isCloseTo(expected.get(i).asDouble(), within(1e-6));
    }
  }
}
