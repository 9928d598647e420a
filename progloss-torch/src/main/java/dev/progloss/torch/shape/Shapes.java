package dev.progloss.torch.shape;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Checks shapes against a pattern such as {@code [B, A, 4]}, and says which argument is wrong. */
public final class Shapes {

  private Shapes() {}

  /**
   * Requires that a tensor has the shape of a pattern. A number stands for itself, a letter for any
   * length, the same letter for the same length.
   *
   * @return the length that each letter stands for, in order
   * @throws IllegalArgumentException if it has another shape
   */
  public static Map<String, Long> require(String pattern, Tensor tensor, String name) {
    String[] axes = pattern.substring(1, pattern.length() - 1).split(",", -1);
    long[] shape = tensor.shape();
    Map<String, Long> lengths = new LinkedHashMap<>();
    boolean fits = axes.length == shape.length;
    for (int i = 0; fits && i < axes.length; i++) {
      String axis = axes[i].strip();
      long wanted =
          Character.isDigit(axis.charAt(0))
              ? Long.parseLong(axis)
              : lengths.merge(axis, shape[i], (before, now) -> before);
      fits = wanted == shape[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          name + " must have shape " + pattern + ", got " + Arrays.toString(shape));
    }
    return lengths;
  }
}
