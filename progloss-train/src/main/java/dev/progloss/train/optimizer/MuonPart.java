package dev.progloss.train.optimizer;

import dev.progloss.torch.scope.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The orthogonalised half of MuSGD, on matrices that stand sorted by shape. */
final class MuonPart {

  private final ParameterGroup group;
  private final FlatBuffer average;
  private final FlatBuffer direction;

  /** The direction again, as one stack {@code [n, rows, columns]} per shape. */
  private final List<Tensor> stacks;

  MuonPart(ParameterGroups groups, ParameterGroup group) {
    this.group = group;
    this.average = groups.kept("muon", group);
    this.direction = groups.scratch(group);
    this.stacks = stacks(group.parameters(), direction.flat());
  }

  static long rows(Parameter parameter) {
    return parameter.tensor().size(0);
  }

  static long columns(Parameter parameter) {
    return parameter.tensor().numel() / rows(parameter);
  }

  /** One step on the gathered gradients, which stay as they are. */
  void step(double beta, ToDoubleFunction<Parameter> rate) {
    average.flat().lerp_(group.gradient(), new Scalar(1 - beta));
    direction.flat().copy_(group.gradient());
    direction.flat().lerp_(average.flat(), new Scalar(beta));
    for (Tensor stack : stacks) {
      try (TensorScope scope = TensorScope.open()) { // temporaries of one shape at a time
        stack.copy_(NewtonSchulz.orthogonalized(stack));
      }
    }
    group.move(direction, p -> rate.applyAsDouble(p) * scale(p.tensor().shape()));
  }

  /** √max(1, d₋₂/d₋₁): 1 for square kernels, more for tall plain matrices. */
  private static double scale(long[] shape) {
    return Math.sqrt(Math.max(1, (double) shape[shape.length - 2] / shape[shape.length - 1]));
  }

  private static List<Tensor> stacks(List<Parameter> parameters, Tensor flat) {
    List<Tensor> stacks = new ArrayList<>();
    try (TensorScope scope = TensorScope.open()) {
      long at = 0;
      for (int first = 0, next; first < parameters.size(); first = next) {
        long rows = rows(parameters.get(first));
        long columns = columns(parameters.get(first));
        next = first;
        while (next < parameters.size()
            && rows(parameters.get(next)) == rows
            && columns(parameters.get(next)) == columns) {
          next++;
        }
        long count = (long) next - first;
        Tensor part = flat.narrow(0, at, count * rows * columns);
        stacks.add(scope.promote(part.view(count, rows, columns)));
        at += count * rows * columns;
      }
    }
    return List.copyOf(stacks);
  }

  void close() {
    stacks.forEach(Tensor::close);
  }
}
