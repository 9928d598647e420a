package dev.progloss.model.detector;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.weights.NamedTensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** Compares the names and shapes of two sets of tensors. */
final class StateCheck {

  private static final int SHOWN = 3;

  private StateCheck() {}

  static void requireFit(Map<String, Tensor> wanted, Map<String, Tensor> given) {
    requireNone("lack", without(wanted.keySet(), given.keySet()));
    requireNone("have the unknown", without(given.keySet(), wanted.keySet()));
    for (Map.Entry<String, Tensor> e : wanted.entrySet()) {
      long[] shape = e.getValue().shape();
      long[] got = NamedTensors.require(given, e.getKey()).shape();
      if (!Arrays.equals(shape, got)) {
        throw new FormatException(
            "weights: "
                + e.getKey()
                + " must have shape "
                + Arrays.toString(shape)
                + ", got "
                + Arrays.toString(got)
                + "; are they of another scale or number of classes?");
      }
    }
  }

  private static List<String> without(Set<String> names, Set<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static void requireNone(String what, List<String> names) {
    if (!names.isEmpty()) {
      throw new FormatException(
          "weights "
              + what
              + " "
              + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
              + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "")
              + "; are they of another kind of detector?");
    }
  }
}
