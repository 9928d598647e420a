package dev.progloss.model.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.box.IouKind;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** The gradient of 1 - CIoU and the overlaps as tensors, pair by pair, against the reference's. */
final class BoxGradientGoldenTest {

  private static final double TOLERANCE = 1e-9;

  @Test
  void ciouLoss_everyPair_hasTheReferencesGradient() {
    JsonNode pairs = Goldens.json("iou.json").get("ciou_loss_gradients");
    assertThat(pairs).isNotEmpty();
    for (JsonNode pair : pairs) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor predicted = box(pair.get("pred")).set_requires_grad(true);
        Tensor overlap = BoxOverlap.of(IouKind.CIOU, predicted, box(pair.get("target")));
        overlap.neg().add(new Scalar(1.0)).sum().backward();
        GoldenTensors.assertClose(
            "gradient of " + pair,
            Heap.doubles(predicted.grad()),
            edges(pair.get("peer_grad_pred")),
            TOLERANCE);
      }
    }
  }

  @Test
  void overlap_everyPairAndKind_isTheReferences() {
    int compared = 0;
    for (JsonNode pair : Goldens.json("iou.json").get("pairs")) {
      for (IouKind kind : IouKind.values()) {
        JsonNode expected = pair.get("peer").path(kind.name().toLowerCase(Locale.ROOT));
        if (expected.isNumber()) {
          try (TensorScope scope = TensorScope.open()) {
            Tensor got = BoxOverlap.of(kind, box(pair.get("a")), box(pair.get("b")));
            GoldenTensors.assertClose(
                kind + " of " + pair,
                Heap.doubles(got),
                new double[] {expected.asDouble()},
                TOLERANCE);
          }
          compared++;
        }
      }
    }
    assertThat(compared).isPositive();
  }

  private static Tensor box(JsonNode edges) {
    return Heap.tensor(edges(edges), 1, 4).to(ScalarType.Double);
  }

  private static double[] edges(JsonNode node) {
    double[] edges = new double[4];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = node.get(i).asDouble();
    }
    return edges;
  }
}
