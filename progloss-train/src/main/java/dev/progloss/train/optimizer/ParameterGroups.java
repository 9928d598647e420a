package dev.progloss.train.optimizer;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The groups of one optimiser: what all optimisers do alike with gradients and state. */
final class ParameterGroups {

  /** Keeps the scaled norm strictly below the limit; the customary value. */
  private static final double CLIP_EPSILON = 1e-6;

  private final List<ParameterGroup> groups = new ArrayList<>();
  private final List<FlatBuffer> buffers = new ArrayList<>();
  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private boolean gathered;

  /** Checks that there is something to train and that names are unique. */
  ParameterGroups(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("an optimiser must have parameters, got none");
    }
    for (Parameter parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw new IllegalArgumentException(
            parameter.name() + ": names of parameters must be unique, got it twice");
      }
    }
  }

  /** A group of these parameters, perhaps none. */
  List<ParameterGroup> add(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      return List.of();
    }
    ParameterGroup group = new ParameterGroup(parameters);
    groups.add(group);
    return List.of(group);
  }

  /** A buffer of a group that is part of the state, its parts named by prefix and parameter. */
  FlatBuffer kept(String prefix, ParameterGroup group) {
    FlatBuffer buffer = scratch(group);
    for (int i = 0; i < group.parameters().size(); i++) {
      state.put(prefix + "." + group.parameters().get(i).name(), buffer.views().get(i));
    }
    return buffer;
  }

  /** A count from 0 that is part of the state; its holder closes it. */
  Tensor keptCount(String name) {
    Tensor count = Tensor.create(new long[] {0}, 1);
    state.put(name, count);
    return count;
  }

  /** A buffer of a group that holds nothing between steps. */
  FlatBuffer scratch(ParameterGroup group) {
    FlatBuffer buffer = FlatBuffer.zeros(group.parameters());
    buffers.add(buffer);
    return buffer;
  }

  double clip(double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("greatest gradient norm must be > 0, got " + maxNorm);
    }
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      gather();
      gathered = true;
      double squares = 0;
      ScalarOptional two = new ScalarOptional(new Scalar(2.0));
      for (ParameterGroup group : groups) {
        double norm = group.gradient().norm(two, ScalarType.Double).item_double();
        squares += norm * norm;
      }
      double total = Math.sqrt(squares);
      double factor = maxNorm / (total + CLIP_EPSILON);
      if (Double.isFinite(total) && factor < 1) {
        Scalar scalar = new Scalar(factor);
        groups.forEach(group -> group.gradient().mul_(scalar));
      }
      return total;
    }
  }

  /** Runs a step on gathered gradients, in a scope and without recording. */
  void step(Runnable update) {
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      if (!gathered) {
        gather();
      }
      gathered = false;
      update.run();
    }
  }

  void zeroGradients() {
    gathered = false;
    groups.forEach(ParameterGroup::zeroGradients);
  }

  Map<String, Tensor> state() {
    return Collections.unmodifiableMap(state);
  }

  void restore(Map<String, Tensor> saved) {
    for (String name : saved.keySet()) {
      if (!state.containsKey(name)) {
        throw new FormatException(
            "optimizer state: must hold only what this optimizer keeps, got "
                + name
                + "; was it saved by another optimizer or for another network?");
      }
    }
    for (Map.Entry<String, Tensor> own : state.entrySet()) {
      requireLike(own.getKey(), own.getValue(), saved);
    }
    try (TensorScope scope = TensorScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      state.forEach((name, own) -> own.copy_(wanted(name, saved)));
    }
  }

  void close() {
    buffers.forEach(FlatBuffer::close);
    groups.forEach(ParameterGroup::close);
  }

  private void gather() {
    groups.forEach(ParameterGroup::gather);
  }

  private static void requireLike(String name, Tensor own, Map<String, Tensor> saved) {
    long[] shape = wanted(name, saved).shape();
    if (!Arrays.equals(own.shape(), shape)) {
      throw new FormatException(
          "optimizer state: "
              + name
              + " must have shape "
              + Arrays.toString(own.shape())
              + ", got "
              + Arrays.toString(shape));
    }
  }

  private static Tensor wanted(String name, Map<String, Tensor> saved) {
    Tensor tensor = saved.get(name);
    if (tensor == null) {
      throw new FormatException("optimizer state: must hold " + name + ", got no such tensor");
    }
    return tensor;
  }
}
