package dev.progloss.train.average;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.scope.TensorScope;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An exponential moving average of a network: {@code average ← d · average + (1 − d) · live} for
 * all floating tensors, parameters and buffers alike, d ramping up with the updates so that the
 * random start is soon forgotten. Tensors of whole numbers keep their first value.
 *
 * <p>Build it outside any tensor scope; it owns its tensors until closed.
 */
public final class WeightAverage implements AutoCloseable {

  private final WeightAverageConfig config;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private long updates;

  private WeightAverage(WeightAverageConfig config) {
    this.config = config;
  }

  /**
   * An average that begins as a copy.
   *
   * @param live parameters and buffers by name, copied
   */
  public static WeightAverage of(Map<String, Tensor> live, WeightAverageConfig config) {
    WeightAverage average = new WeightAverage(config);
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      live.forEach(
          (name, tensor) -> average.tensors.put(name, scope.promote(tensor.detach().clone())));
    }
    return average;
  }

  /**
   * Follows the network by one update.
   *
   * @param live the tensors of the network, by the names the average began with
   */
  public void update(Map<String, Tensor> live) {
    if (!live.keySet().containsAll(tensors.keySet())) {
      throw new IllegalArgumentException(
          "live tensors must hold all of " + tensors.keySet() + ", got " + live.keySet());
    }
    updates++;
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar share = new Scalar(1 - config.decayAt(updates));
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor tensor = live.get(entry.getKey());
        if (tensor != null && tensor.is_floating_point()) {
          entry.getValue().lerp_(tensor, share);
        }
      }
    }
  }

  /** The average by name, in the order it began with; borrowed. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Updates so far; with {@link #tensors} all that a checkpoint needs. */
  public long updates() {
    return updates;
  }

  /**
   * Goes on from a checkpoint; the tensors given are copied.
   *
   * @param updates updates so far, at least 0
   * @param saved the average, with the names and shapes of {@link #tensors}
   * @throws FormatException if one is missing or of another shape
   */
  public void restore(long updates, Map<String, Tensor> saved) {
    if (updates < 0) {
      throw new FormatException("weight average: updates must be at least 0, got " + updates);
    }
    tensors.forEach((name, own) -> requireLike(name, own, saved.get(name)));
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor given = saved.get(entry.getKey());
        if (given != null) {
          entry.getValue().copy_(given);
        }
      }
    }
    this.updates = updates;
  }

  private static void requireLike(String name, Tensor own, @Nullable Tensor given) {
    if (given == null || !Arrays.equals(own.shape(), given.shape())) {
      throw new FormatException(
          "weight average: "
              + name
              + " must have shape "
              + Arrays.toString(own.shape())
              + ", got "
              + (given == null ? "no such tensor" : Arrays.toString(given.shape())));
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
