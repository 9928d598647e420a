package dev.progloss.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.progloss.core.testkit.Goldens;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.GoldenTensors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Single matrices of every form, alone and as one of a stack. */
final class NewtonSchulzGoldenTest {

  private static final double TOLERANCE = 1e-11;

  @TestFactory
  Stream<DynamicTest> everyMatrix() {
    JsonNode matrices = Goldens.json("optim/newton_schulz.json");
    assertThat(matrices).isNotEmpty();
    return matrices.properties().stream()
        .map(matrix -> DynamicTest.dynamicTest(matrix.getKey(), () -> matches(matrix.getValue())));
  }

  private static void matches(JsonNode matrix) {
    double[] input = numbers(matrix.get("input"));
    double[] expected = numbers(matrix.get("output"));
    long rows = matrix.get("input").size();
    try (TensorScope scope = TensorScope.open()) {
      Tensor one = Heap.tensor(input, rows, input.length / rows);
      Tensor stack = TensorLists.stacked(0, one.neg(), one);
      Tensor[] got = TensorLists.unbind(NewtonSchulz.orthogonalized(stack), 0);
      GoldenTensors.assertClose("in a stack", Heap.doubles(got[1]), expected, TOLERANCE);
      GoldenTensors.assertClose("negated", Heap.doubles(got[0].neg()), expected, TOLERANCE);
    }
  }

  private static double[] numbers(JsonNode rows) {
    return Stream.iterate(0, i -> i < rows.size(), i -> i + 1)
        .flatMapToDouble(
            i -> {
              JsonNode row = rows.get(i);
              return IntStream.range(0, row.size()).mapToDouble(j -> row.get(j).asDouble());
            })
        .toArray();
  }
}
