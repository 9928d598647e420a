package dev.progloss.torch.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.torch.scope.TensorScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ShapesTorchTest {

  @Test
  void require_fitting_givesTheLengths() {
    try (TensorScope scope = TensorScope.open()) {
      assertThat(Shapes.require("[B, A, 4]", torch.zeros(2, 5, 4), "boxes"))
          .containsEntry("B", 2L)
          .containsEntry("A", 5L);
    }
  }

  @Test
  void require_other_namesArgumentPatternAndShape() {
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(() -> Shapes.require("[B, A, 4]", torch.zeros(2, 5, 3), "boxes"))
          .hasMessage("boxes must have shape [B, A, 4], got [2, 5, 3]");
      assertThatThrownBy(() -> Shapes.require("[N, N]", torch.zeros(2, 3), "gram"))
          .hasMessage("gram must have shape [N, N], got [2, 3]");
      assertThatThrownBy(() -> Shapes.require("[N]", torch.zeros(2, 3), "bias"))
          .hasMessage("bias must have shape [N], got [2, 3]");
    }
  }
}
