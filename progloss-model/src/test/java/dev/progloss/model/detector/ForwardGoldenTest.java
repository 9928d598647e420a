package dev.progloss.model.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.detection.Detection;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.Layer;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.decode.EndToEndDecoder;
import dev.progloss.model.prediction.BranchArrays;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every layer, both heads, folded and not, decoded and not, against the reference's. */
class ForwardGoldenTest {

  private static final double PIXELS = 2e-4;
  private static final double SCORE = 1e-5;

  private GoldenModel golden;

  @BeforeEach
  void open() {
    Engine.start(2);
    golden = GoldenModel.open();
  }

  private static double tolerance(Precision precision) {
    return precision == Precision.FLOAT64 ? 1e-9 : 3e-5;
  }

  private void assertHeads(String what, Predictions got, double tolerance) {
    assertThat(got.branches()).containsExactlyInAnyOrder(Branch.values());
    for (Branch branch : got.branches()) {
      String prefix = what + "." + branch.key();
      GoldenTensors.assertClose(
          prefix + ".boxes",
          Heap.doubles(got.of(branch).boxes()),
          golden.outputs().doubles(prefix + ".boxes"),
          tolerance);
      GoldenTensors.assertClose(
          prefix + ".scores",
          Heap.doubles(got.of(branch).scores()),
          golden.outputs().doubles(prefix + ".scores"),
          tolerance);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void judge_givesTheReferenceHeads(Precision precision) {
    try (Detector detector = golden.detector(precision);
        TensorScope scope = TensorScope.open()) {
      assertHeads("eval", detector.judge(golden.input(precision)), tolerance(precision));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void infer_folded_givesTheReferenceHeads(Precision precision) {
    try (Detector detector = golden.detector(precision);
        FoldedDetector folded = folded(detector);
        TensorScope scope = TensorScope.open()) {
      Predictions got = folded.infer(golden.input(precision));
      assertHeads("eval", got, tolerance(precision));
      assertHeads("fused", got, Math.max(tolerance(precision), 2e-6)); // kept in float32
    }
  }

  private static FoldedDetector folded(Detector detector) {
    return FoldedDetector.fold(detector.network(), detector.state(), EnumSet.allOf(Branch.class));
  }

  @Test
  void fold_givesTheReferenceWeights() {
    JsonNode expected = golden.facts().get("fused_convolutions");
    assertThat(expected).isNotEmpty();
    try (Detector detector = golden.detector(Precision.FLOAT64);
        FoldedDetector folded = folded(detector)) {
      int compared = 0;
      for (Map.Entry<String, JsonNode> e : expected.properties()) {
        String name = e.getKey();
        if (name.endsWith(".conv.weight")) {
          String conv = name.substring(0, name.length() - ".conv.weight".length());
          assertSummary(name, Heap.doubles(folded.weights().get(conv)), e.getValue(), 1e-9);
          compared++;
        }
      }
      assertThat(compared).isPositive();
    }
  }

  /** Norm and first entries, relative to the norm. */
  static void assertSummary(String name, double[] got, JsonNode expected, double tolerance) {
    double norm = expected.get("l2").asDouble();
    assertThat(norm(got)).as("norm of %s", name).isCloseTo(norm, within(tolerance * norm));
    JsonNode first = expected.get("first");
    assertThat(first).isNotEmpty();
    for (int i = 0; i < first.size(); i++) {
      assertThat(got[i])
          .as("%s value %s", name, i)
          .isCloseTo(first.get(i).asDouble(), within(tolerance * norm));
    }
  }

  @Test
  void layers_giveTheReferenceValuesAndStatistics() {
    List<Tensor> layers = new ArrayList<>();
    try (Detector exact = golden.detector(Precision.FLOAT64);
        TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard();
        LearningConvolver convolver =
            new LearningConvolver(new NetworkState(exact.parameters(), exact.buffers()), false)) {
      Census census = Census.of(exact.network(), Network.COARSEST_STRIDE);
      convolver.prepare(census.convolutions(), census.projections());
      TensorOperations ops = new TensorOperations(convolver);
      Tensor image = golden.input(Precision.FLOAT64);
      for (Layer layer : exact.network().layers()) {
        Tensor[] inputs =
            layer.sources().stream().map(s -> s < 0 ? image : layers.get(s)).toArray(Tensor[]::new);
        layers.add(layer.block().apply(ops, TensorLists.concatenate(1, inputs)));
      }
      assertThat(golden.facts().get("layers")).hasSize(layers.size());
      for (JsonNode expected : golden.facts().get("layers")) {
        Tensor layer = layers.get(expected.get("layer").asInt());
        assertLayer(layer, expected);
      }
    }
  }

  private static void assertLayer(Tensor layer, JsonNode expected) {
    String name = "layer " + expected.get("layer").asInt();
    List<Long> shape = new ArrayList<>();
    expected.get("shape").forEach(length -> shape.add(length.asLong()));
    assertThat(layer.shape()).as(name).containsExactly(shape.stream().mapToLong(x -> x).toArray());
    double[] values = Heap.doubles(layer);
    JsonNode where = expected.get("index");
    assertThat(where).isNotEmpty();
    for (int i = 0; i < where.size(); i++) {
      assertThat(values[where.get(i).asInt()])
          .as("%s value %s", name, i)
          .isCloseTo(expected.get("value").get(i).asDouble(), within(1e-9));
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double norm = norm(values);
    double deviation = Math.sqrt(norm * norm / values.length - mean * mean);
    assertThat(mean).as(name + " mean").isCloseTo(expected.get("mean").asDouble(), within(1e-9));
    assertThat(deviation)
        .as(name + " deviation")
        .isCloseTo(expected.get("std").asDouble(), within(1e-9));
    assertThat(norm / expected.get("l2").asDouble()).as(name + " norm").isCloseTo(1, within(1e-9));
  }

  static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  @Test
  void decoded_everyAnchor_isTheReferences() {
    try (Detector detector = golden.detector(Precision.FLOAT32);
        TensorScope scope = TensorScope.open()) {
      Predictions got = detector.judge(golden.input(Precision.FLOAT32));
      for (Branch branch : got.branches()) {
        String name = "eval." + branch.key() + ".dense";
        double[] expected = golden.outputs().doubles(name);
        int columns = 4 + golden.config().classes();
        BranchArrays arrays = BranchArrays.of(got.of(branch), got.anchors());
        double[] edges = new double[4];
        for (int row = 0; row < expected.length / columns; row++) {
          int image = row / got.anchors().size();
          int anchor = row % got.anchors().size();
          arrays.box(image, anchor, edges);
          for (int k = 0; k < 4; k++) {
            assertThat(edges[k])
                .as("%s row %s", name, row)
                .isCloseTo(expected[row * columns + k], within(PIXELS * 5));
          }
          for (int c = 0; c < golden.config().classes(); c++) {
            assertThat(arrays.score(image, c, anchor))
                .as("%s row %s", name, row)
                .isCloseTo(expected[row * columns + 4 + c], within(SCORE));
          }
        }
      }
    }
  }

  @Test
  void top_everyRow_isAmongTheReferences() {
    try (Detector detector = golden.detector(Precision.FLOAT32);
        FoldedDetector folded = folded(detector);
        TensorScope scope = TensorScope.open()) {
      Predictions got = folded.infer(golden.input(Precision.FLOAT32));
      BranchArrays arrays = BranchArrays.of(got.of(Branch.ONE_TO_ONE), got.anchors());
      double[] expected = golden.outputs().doubles("eval.o2o.top");
      int rows = (int) golden.outputs().shape("eval.o2o.top")[1];
      for (int image = 0; image < arrays.images(); image++) {
        List<Detection> found = EndToEndDecoder.of(0).decode(arrays, image);
        assertThat(found).hasSize(rows);
        assertRowsMatch(found, expected, image * rows, rows);
      }
    }
  }

  /** Scores may be closer than float32 can tell, so rows are matched, not compared in order. */
  private static void assertRowsMatch(
      List<Detection> found, double[] expected, int first, int rows) {
    boolean[] used = new boolean[rows];
    int unmatched = 0;
    double lowest = expected[6 * (first + rows - 1) + 4];
    for (Detection each : found) {
      int best = -1;
      for (int r = 0; r < rows && best < 0; r++) {
        int at = 6 * (first + r);
        boolean same =
            !used[r]
                && each.classIndex() == (int) expected[at + 5]
                && Math.abs(each.score() - expected[at + 4]) <= SCORE
                && Math.abs(each.box().x1() - expected[at]) <= 1e-3
                && Math.abs(each.box().y1() - expected[at + 1]) <= 1e-3
                && Math.abs(each.box().x2() - expected[at + 2]) <= 1e-3
                && Math.abs(each.box().y2() - expected[at + 3]) <= 1e-3;
        best = same ? r : -1;
      }
      if (best >= 0) {
        used[best] = true;
      } else {
        // Only at the cut may another row stand for one of the same score.
        assertThat(each.score()).as("%s has no match", each).isCloseTo(lowest, within(SCORE));
        unmatched++;
      }
    }
    assertThat(unmatched).isLessThanOrEqualTo(2);
    assertThat(found)
        .isSortedAccordingTo(Comparator.comparingDouble((Detection each) -> -each.score()));
  }
}
