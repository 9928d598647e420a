package dev.progloss.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import dev.progloss.train.rate.RateStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every reference run, step by step, in both precisions and both memory orders. */
final class OptimizerGoldenTest {

  /** Where a run also has a file made with bfloat16 products, this is what they are good for. */
  private static final double BFLOAT16 = 2e-3;

  @TestFactory
  Stream<DynamicTest> everyRun_float64() {
    return runs("", (name, run) -> follow(name, run, ScalarType.Double, false, 1e-11));
  }

  @TestFactory
  Stream<DynamicTest> everyRun_float32() {
    return runs("", (name, run) -> follow(name, run, ScalarType.Float, false, 2e-6));
  }

  @TestFactory
  Stream<DynamicTest> everyRun_channelsLast() {
    return runs("", (name, run) -> follow(name, run, ScalarType.Double, true, 1e-11));
  }

  @TestFactory
  Stream<DynamicTest> everyRunInBfloat16_isNear() {
    return runs("_bf16", (name, run) -> follow(name, run, ScalarType.Float, false, BFLOAT16));
  }

  private interface Follower {
    void follow(String file, JsonNode run);
  }

  /** The runs that have a file with this ending, if any; each run has one with none. */
  private static Stream<DynamicTest> runs(String ending, Follower follower) {
    JsonNode runs = Goldens.json("optim/optim.json").get("runs");
    List<String> files =
        Goldens.files("optim", ".safetensors").stream()
            .map(path -> path.getFileName().toString())
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> run : runs.properties()) {
      String file = run.getKey() + ending + ".safetensors";
      if (ending.isEmpty() || files.contains(file)) {
        tests.add(DynamicTest.dynamicTest(file, () -> follower.follow(file, run.getValue())));
      }
    }
    assertThat(runs).isNotEmpty();
    assumeFalse(tests.isEmpty(), () -> "no file of these vectors ends in " + ending);
    return tests.stream();
  }

  private static void follow(
      String file, JsonNode run, ScalarType type, boolean channelsLast, double tolerance) {
    GoldenTensors inputs = GoldenTensors.open(Goldens.path("optim/inputs.safetensors"));
    GoldenTensors expected = GoldenTensors.open(Goldens.path("optim/" + file));
    JsonNode optim = Goldens.json("optim/optim.json");
    double decay = optim.get("weight_decay").asDouble();
    try (TensorScope scope = TensorScope.open()) {
      List<Parameter> parameters = parameters(inputs, run, type, channelsLast);
      try (Optimizer optimizer = config(run).build(parameters)) {
        for (JsonNode step : optim.get("schedule")) {
          int number = step.get("step").asInt();
          for (Parameter p : parameters) {
            Tensor gradient = inputs.file().read("grad" + number + "." + p.name());
            p.tensor().mutable_grad().put(laidOut(gradient, type, channelsLast));
          }
          optimizer.step(
              RateStep.steady(step.get("lr").asDouble(), step.get("momentum").asDouble(), decay));
          for (Parameter p : parameters) {
            String key = "step" + number + "." + p.name();
            GoldenTensors.assertClose(
                key, Heap.doubles(p.tensor()), expected.doubles(key), tolerance);
          }
        }
      }
    }
  }

  private static OptimizerConfig config(JsonNode run) {
    if (run.has("muon")) {
      return new OptimizerConfig.MuSgd(run.get("muon").asDouble(), run.get("sgd").asDouble());
    }
    if (run.has("betas")) {
      JsonNode betas = run.get("betas");
      return new OptimizerConfig.AdamW(
          betas.get(0).asDouble(), betas.get(1).asDouble(), run.get("eps").asDouble());
    }
    return new OptimizerConfig.Sgd();
  }

  private static List<Parameter> parameters(
      GoldenTensors inputs, JsonNode run, ScalarType type, boolean channelsLast) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode group : run.get("groups")) {
      for (JsonNode name : group.get("parameters")) {
        Tensor start = inputs.file().read("start." + name.asText());
        Tensor leaf = laidOut(start, type, channelsLast).set_requires_grad(true);
        Parameter parameter = Parameter.of(name.asText(), leaf, group.get("lr_factor").asDouble());
        assertThat(kind(parameter.kind(), run)).isEqualTo(group.get("kind").asText());
        parameters.add(parameter);
      }
    }
    return parameters;
  }

  private static String kind(Parameter.Kind kind, JsonNode run) {
    return switch (kind) {
      case MATRIX -> run.has("muon") ? "muon" : "weight";
      case BIAS -> "bias";
      case NORM -> "bn";
      case OTHER -> "weight";
    };
  }

  private static Tensor laidOut(Tensor tensor, ScalarType type, boolean channelsLast) {
    Tensor typed = tensor.to(type);
    return channelsLast && typed.dim() == 4 ? typed.contiguous(MemoryFormat.ChannelsLast) : typed;
  }
}
