package dev.progloss.train.loop;

import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What normalisation layers remember of the batches they saw, so that a batch can be forgotten.
 *
 * <p>A forward pass moves these numbers before anybody knows whether its loss is finite. They are
 * moved into one piece of memory of each type, where keeping them is one copy and not hundreds.
 */
final class RunningStatistics implements AutoCloseable {

  private final List<Tensor> live = new ArrayList<>();
  private final List<Tensor> kept = new ArrayList<>();

  private RunningStatistics() {}

  /**
   * Those of a network.
   *
   * @param buffers by name; their memory moves, nothing else about them changes
   */
  static RunningStatistics of(Map<String, Tensor> buffers) {
    Map<ScalarType, List<Tensor>> byType = new LinkedHashMap<>();
    buffers
        .values()
        .forEach(
            tensor ->
                byType
                    .computeIfAbsent(tensor.scalar_type().intern(), type -> new ArrayList<>())
                    .add(tensor));
    RunningStatistics statistics = new RunningStatistics();
    byType.values().forEach(statistics::add);
    return statistics;
  }

  private void add(List<Tensor> alike) {
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor flat =
          TensorLists.concatenate(0, alike.stream().map(t -> t.reshape(-1)).toArray(Tensor[]::new));
      long at = 0;
      for (Tensor tensor : alike) {
        tensor.set_data(flat.narrow(0, at, tensor.numel()).view(tensor.shape()));
        at += tensor.numel();
      }
      live.add(scope.promote(flat));
      kept.add(scope.promote(flat.clone()));
    }
  }

  /** Remembers them as they are. */
  void keep() {
    copy(live, kept);
  }

  /** Brings them back to what was last kept. */
  void restore() {
    copy(kept, live);
  }

  private static void copy(List<Tensor> from, List<Tensor> to) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < from.size(); i++) {
        to.get(i).copy_(from.get(i));
      }
    }
  }

  @Override
  public void close() {
    live.forEach(Tensor::close);
    kept.forEach(Tensor::close);
  }
}
