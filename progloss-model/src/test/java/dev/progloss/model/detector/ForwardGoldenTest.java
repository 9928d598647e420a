package dev.progloss.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Layer;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import dev.progloss.torch.weights.SafetensorsFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardGoldenTest {

  private static final int CLASSES = 3;

  private Detector exact;
  private GoldenTensors outputs;
  private JsonNode facts;

  @BeforeEach
  void open() {
    Engine.start(2);
    outputs = GoldenTensors.open(Goldens.path("model/outputs.safetensors"));
    facts = Goldens.json("model/model.json");
    exact = detector(Precision.FLOAT64);
  }

  @AfterEach
  void close() {
    if (exact != null) {
      exact.close();
    }
  }

  private static Detector detector(Precision precision) {
    Detector detector =
        Detector.create(DetectorConfig.of(Scale.N, CLASSES), 1, precision, ComputeDevice.CPU);
    try (TensorScope scope = TensorScope.open()) {
      detector.load(SafetensorsFile.open(Goldens.path("model/weights.safetensors")).readAll());
    }
    return detector;
  }

  private Tensor input(Precision precision) {
    return outputs.file().read("input").to(precision.scalarType());
  }

  private static double tolerance(Precision precision) {
    return precision == Precision.FLOAT64 ? 1e-9 : 3e-5;
  }

  private void assertHeads(String what, Predictions got, double tolerance) {
    for (Branch branch : got.branches()) {
      String prefix = what + "." + branch.key();
      GoldenTensors.assertClose(
          prefix + ".boxes",
          Heap.doubles(got.of(branch).boxes()),
          outputs.doubles(prefix + ".boxes"),
          tolerance);
      GoldenTensors.assertClose(
          prefix + ".scores",
          Heap.doubles(got.of(branch).scores()),
          outputs.doubles(prefix + ".scores"),
          tolerance);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void judge_givesTheReferenceHeads(Precision precision) {
    try (Detector detector = detector(precision);
        TensorScope scope = TensorScope.open()) {
      assertHeads("eval", detector.judge(input(precision)), tolerance(precision));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void infer_folded_givesTheReferenceHeads(Precision precision) {
    try (Detector detector = detector(precision);
        FoldedDetector folded =
            FoldedDetector.fold(detector.network(), detector.state(), EnumSet.allOf(Branch.class));
        TensorScope scope = TensorScope.open()) {
      assertHeads("eval", folded.infer(input(precision)), tolerance(precision));
    }
  }

  @Test
  void layers_giveTheReferenceStatistics() {
    List<Tensor> layers = new ArrayList<>();
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      LearningConvolver convolver =
          new LearningConvolver(new NetworkState(exact.parameters(), exact.buffers()), false);
      var census = dev.progloss.model.architecture.Census.of(exact.network(), 32);
      convolver.prepare(census.convolutions(), census.projections());
      TensorOperations ops = new TensorOperations(convolver);
      Tensor image = input(Precision.FLOAT64);
      for (Layer layer : exact.network().layers()) {
        Tensor[] inputs =
            layer.sources().stream().map(s -> s < 0 ? image : layers.get(s)).toArray(Tensor[]::new);
        layers.add(layer.block().apply(ops, TensorLists.concatenate(1, inputs)));
      }
      assertThat(facts.get("layers")).hasSize(layers.size());
      for (JsonNode expected : facts.get("layers")) {
        int index = expected.get("layer").asInt();
        double[] values = Heap.doubles(layers.get(index));
        JsonNode where = expected.get("index");
        for (int i = 0; i < where.size(); i++) {
          assertThat(values[where.get(i).asInt()])
              .as("layer %s value %s", index, i)
              .isCloseTo(
                  expected.get("value").get(i).asDouble(),
                  org.assertj.core.data.Offset.offset(1e-9));
        }
      }
    }
  }

  @Test
  void train_givesTheReferenceHeadsGradientsAndStatistics() {
    try (TensorScope scope = TensorScope.open()) {
      Predictions got = exact.train(input(Precision.FLOAT64));
      assertHeads("train", got, 2e-6); // the reference is stored in float32
      Tensor objective = null;
      for (Branch branch : got.branches()) {
        String prefix = "train.coef." + branch.key();
        Tensor boxes = got.of(branch).boxes().mul(outputs.file().read(prefix + ".boxes"));
        Tensor scores = got.of(branch).scores().mul(outputs.file().read(prefix + ".scores"));
        Tensor sum = boxes.sum().add(scores.sum());
        objective = objective == null ? sum : objective.add(sum);
      }
      assertThat(objective).isNotNull();
      assertThat(objective.item_double())
          .isCloseTo(
              facts.get("train").get("objective").asDouble(),
              org.assertj.core.data.Offset.offset(1e-8));
      objective.backward();
    }
    Map<String, Tensor> parameters = exact.parameters();
    for (String name : outputs.file().names()) {
      if (name.startsWith("train.grad.")) {
        double[] expected = outputs.doubles(name);
        double norm = norm(expected);
        double[] scaled = scaled(Heap.doubles(grad(parameters, name.substring(11))), norm);
        GoldenTensors.assertClose(name, scaled, scaled(expected, norm), 1e-9);
      }
    }
    facts
        .get("train")
        .get("gradients")
        .properties()
        .forEach(
            e -> {
              double expected = e.getValue().get("l2").asDouble();
              double norm = norm(Heap.doubles(grad(parameters, e.getKey())));
              assertThat(Math.abs(norm - expected) / expected).as(e.getKey()).isLessThan(1e-9);
            });
    facts
        .get("train")
        .get("running_statistics_after")
        .properties()
        .forEach(
            e -> {
              double[] got = Heap.doubles(exact.buffers().get(e.getKey()));
              double expected = e.getValue().get("l2").asDouble();
              assertThat(Math.abs(norm(got) - expected) / expected).as(e.getKey()).isLessThan(1e-9);
            });
  }

  private static Tensor grad(Map<String, Tensor> parameters, String name) {
    return parameters.get(name).grad();
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double[] scaled(double[] values, double by) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] / by;
    }
    return scaled;
  }
}
