package dev.progloss.model.detector;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import dev.progloss.torch.weights.SafetensorsFile;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The network of the reference vectors: which one it is follows from the files alone.
 *
 * @param config scale, classes and bins, read off names and shapes
 * @param weights of the network
 * @param outputs what the reference computed
 * @param facts what else it says
 */
record GoldenModel(
    DetectorConfig config, SafetensorsFile weights, GoldenTensors outputs, JsonNode facts) {

  static GoldenModel open() {
    GoldenTensors outputs = GoldenTensors.open(Goldens.path("model/outputs.safetensors"));
    SafetensorsFile weights = SafetensorsFile.open(Goldens.path("model/weights.safetensors"));
    int classes = (int) outputs.shape("eval.o2m.scores")[1];
    int bins = (int) outputs.shape("eval.o2m.boxes")[1] / 4;
    List<DetectorConfig> fitting =
        Arrays.stream(Scale.values())
            .map(scale -> new DetectorConfig(scale, classes, bins, true))
            .filter(config -> fits(config, weights))
            .toList();
    if (fitting.size() != 1) {
      return fail("the weights must fit one scale, they fit " + fitting);
    }
    return new GoldenModel(fitting.get(0), weights, outputs, Goldens.json("model/model.json"));
  }

  private static boolean fits(DetectorConfig config, SafetensorsFile weights) {
    List<Conv> convs = Census.of(Network.of(config), Network.COARSEST_STRIDE).convolutions();
    long saved = weights.names().stream().filter(name -> name.endsWith(".bn.weight")).count();
    return convs.size() == saved
        && convs.stream()
            .allMatch(
                conv ->
                    weights.has(conv.name() + ".conv.weight")
                        && Arrays.equals(
                            weights.shape(conv.name() + ".conv.weight"), conv.weightShape()));
  }

  Detector detector(Precision precision) {
    Detector detector = Detector.create(config, 1, precision, ComputeDevice.CPU);
    try (TensorScope scope = TensorScope.open()) {
      detector.load(weights.readAll());
    }
    return detector;
  }

  /** The reference's input; scoped. */
  Tensor input(Precision precision) {
    return outputs.file().read("input").to(precision.scalarType());
  }
}
