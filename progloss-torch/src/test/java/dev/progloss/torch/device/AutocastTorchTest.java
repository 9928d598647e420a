package dev.progloss.torch.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.torch.scope.TensorScope;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

final class AutocastTorchTest {

  @Test
  void open_products_areBfloat16UntilClosed() {
    assertThat(product()).isEqualTo(ScalarType.Float);
    try (Autocast autocast = Autocast.bfloat16(ComputeDevice.CPU)) {
      assertThat(product()).isEqualTo(ScalarType.BFloat16);
      assertThat(Autocast.isOn(ComputeDevice.CPU)).isTrue();
    }
    assertThat(product()).isEqualTo(ScalarType.Float);
    assertThat(Autocast.isOn(ComputeDevice.CPU)).isFalse();
  }

  @Test
  void exception_within_leavesItOff() {
    assertThatThrownBy(
            () -> {
              try (Autocast autocast = Autocast.bfloat16(ComputeDevice.CPU);
                  TensorScope scope = TensorScope.open()) {
                var unused = square(2).matmul(square(3));
              }
            })
        .isInstanceOf(RuntimeException.class);
    assertThat(Autocast.isOn(ComputeDevice.CPU)).isFalse();
    assertThat(product()).isEqualTo(ScalarType.Float);
  }

  @Test
  void nested_innerClosed_outerGoesOn() {
    try (Autocast outer = Autocast.bfloat16(ComputeDevice.CPU)) {
      try (Autocast inner = Autocast.bfloat16(ComputeDevice.CPU)) {
        assertThat(product()).isEqualTo(ScalarType.BFloat16);
      }
      assertThat(product()).isEqualTo(ScalarType.BFloat16);
    }
    assertThat(product()).isEqualTo(ScalarType.Float);
  }

  @Test
  void otherThread_isNotTouchedAndMayNotClose() {
    try (Autocast autocast = Autocast.bfloat16(ComputeDevice.CPU)) {
      assertThat(CompletableFuture.supplyAsync(AutocastTorchTest::product).join())
          .isEqualTo(ScalarType.Float);
      assertThatThrownBy(() -> CompletableFuture.runAsync(autocast::close).join())
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("by the thread that opened it");
      assertThat(Autocast.isOn(ComputeDevice.CPU)).isTrue();
    }
    assertThat(Autocast.isOn(ComputeDevice.CPU)).isFalse();
  }

  private static ScalarType product() {
    try (TensorScope scope = TensorScope.open()) {
      return square(2).matmul(square(2)).scalar_type().intern();
    }
  }

  private static Tensor square(int side) {
    return Heap.tensor(new float[side * side], side, side);
  }
}
