package dev.progloss.torch.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.torch.device.Heap;
import dev.progloss.torch.testkit.LeakCheck;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TensorScopeLeakTest {

  @Test
  void close_freesWhatWasMadeInside() {
    Tensor inside;
    try (TensorScope scope = TensorScope.open()) {
      inside = torch.ones(4);
    }
    assertThat(inside.isNull()).isTrue();
  }

  @Test
  void promote_intoEnclosingScope_livesAsLongAsThat() {
    Tensor tensor;
    try (TensorScope outer = TensorScope.open()) {
      try (TensorScope inner = TensorScope.open()) {
        tensor = inner.promote(torch.ones(4));
      }
      assertThat(Heap.floats(tensor)).containsExactly(1, 1, 1, 1);
    }
    assertThat(tensor.isNull()).isTrue();
  }

  @Test
  void promote_withoutEnclosingScope_isTheCallers() {
    Tensor tensor;
    try (TensorScope scope = TensorScope.open()) {
      tensor = scope.promote(torch.ones(2));
    }
    assertThat(Heap.floats(tensor)).containsExactly(1, 1);
    tensor.close();
    assertThat(tensor.isNull()).isTrue();
  }

  @Test
  void close_onAnotherThread_throws() throws InterruptedException {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    try (TensorScope scope = TensorScope.open()) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  scope.close();
                } catch (IllegalStateException e) {
                  seen.set(e);
                }
              });
      thread.start();
      thread.join();
    }
    assertThat(seen.get()).hasMessageContaining("must be closed by the thread that opened it");
  }

  @Test
  void scope_aHundredTimes_leavesNothing() {
    LeakCheck.assertNoLeak(
        100,
        () -> {
          try (TensorScope scope = TensorScope.open()) {
            Tensor x = torch.rand(8, 64);
            Tensor[] halves = TensorLists.chunk(x, 2, 1);
            Tensor[] parts = TensorLists.split(x, 0, 3, 5);
            Tensor joined = TensorLists.concatenate(1, halves[0], halves[1].mul(new Scalar(2.0)));
            TensorLists.topK(joined.add(parts[1].sum()), 3, 1);
          }
        });
  }

  @Test
  void split_partsOutliveTheListAndAreViews() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Heap.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
      Tensor[] parts = TensorLists.split(x, 1, 1, 2);
      x.zero_();
      assertThat(Heap.floats(parts[1])).containsExactly(0, 0, 0, 0);
      assertThatThrownBy(() -> TensorLists.split(x, 1, 1, 1)).isInstanceOf(RuntimeException.class);
    }
  }
}
