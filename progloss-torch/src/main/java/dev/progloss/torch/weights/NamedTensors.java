package dev.progloss.torch.weights;

import dev.progloss.core.error.FormatException;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Looks tensors up by name. */
public final class NamedTensors {

  private NamedTensors() {}

  /**
   * The tensor of this name; borrowed.
   *
   * @throws FormatException if there is none
   */
  public static Tensor require(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new FormatException("weights lack " + name + "; are they of another kind of detector?");
    }
    return tensor;
  }
}
