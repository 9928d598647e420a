package dev.progloss.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrthogonalizerTorchTest {

  /** Large matrices go one by one, small ones as a stack, tall ones turned. */
  private static List<Parameter> matrices() {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      parameters.add(Parameter.of("small" + i, torch.randn(16, 9), 1));
    }
    for (int i = 0; i < 3; i++) {
      parameters.add(Parameter.of("tall" + i, torch.randn(160, 96), 1));
    }
    for (int i = 0; i < 2; i++) {
      parameters.add(Parameter.of("kernel" + i, torch.randn(160, 32, 3, 3), 1));
    }
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void run_withAnyNumberOfThreads_isEachMatrixByItself(int threads) {
    int before = Engine.threads();
    Engine.start(threads);
    try (TensorScope scope = TensorScope.open()) {
      List<Parameter> parameters = matrices();
      FlatBuffer buffer = FlatBuffer.zeros(parameters);
      List<double[]> expected = new ArrayList<>();
      for (int i = 0; i < parameters.size(); i++) {
        Tensor matrix = parameters.get(i).tensor();
        buffer.views().get(i).copy_(matrix);
        Tensor alone = matrix.reshape(1, matrix.size(0), matrix.numel() / matrix.size(0));
        expected.add(Heap.doubles(NewtonSchulz.orthogonalized(alone)));
      }
      try (Orthogonalizer orthogonalizer = new Orthogonalizer(parameters, buffer.flat())) {
        orthogonalizer.run();
      }
      for (int i = 0; i < parameters.size(); i++) {
        assertThat(Heap.doubles(buffer.views().get(i)))
            .as(parameters.get(i).name())
            .isEqualTo(expected.get(i));
      }
    } finally {
      Engine.start(before);
    }
  }

  @Test
  void orthogonalized_singularValues_endNearOne() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = NewtonSchulz.orthogonalized(torch.randn(1, 24, 200));
      double[] gram = Heap.doubles(torch.bmm(x, x.transpose(1, 2)));
      for (int i = 0; i < 24; i++) {
        assertThat(gram[i * 24 + i]).isBetween(0.4, 1.5); // squares of 0.65..1.2
      }
    }
  }

  /** Products by halves are another program than LibTorch's; double precision takes the latter. */
  @ParameterizedTest
  @CsvSource({"64, 64", "96, 200", "200, 96", "131, 77", "128, 1152"})
  void orthogonalized_largeMatrix_isThatInDoublePrecision(long rows, long columns) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor matrix = torch.randn(1, rows, columns);
      Tensor exact = NewtonSchulz.orthogonalized(matrix.to(torch.ScalarType.Double));
      assertThat(TriangleRounds.serve(matrix)).isTrue();
      Tensor got = NewtonSchulz.orthogonalized(matrix);
      assertThat(Heap.doubles(got.to(torch.ScalarType.Double)))
          .usingComparatorWithPrecision(2e-5)
          .containsExactly(Heap.doubles(exact));
    }
  }
}
