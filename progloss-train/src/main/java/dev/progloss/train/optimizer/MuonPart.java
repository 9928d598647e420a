package dev.progloss.train.optimizer;

import static org.bytedeco.pytorch.global.torch.lerp_out;

import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;

/** The orthogonalised half of MuSGD, on matrices that stand sorted by shape. */
final class MuonPart {

  private final ParameterGroup group;
  private final FlatBuffer average;
  private final FlatBuffer direction;

  /** Works on the direction, where matrices of one shape lie side by side. */
  private final Orthogonalizer orthogonalizer;

  MuonPart(ParameterGroups groups, ParameterGroup group) {
    this.group = group;
    this.average = groups.kept("muon", group);
    this.direction = groups.scratch(group);
    this.orthogonalizer = new Orthogonalizer(group.parameters(), direction.flat());
  }

  /** One step on the gathered gradients, which stay as they are. */
  void step(double beta, ToDoubleFunction<Parameter> rate) {
    average.flat().lerp_(group.gradient(), new Scalar(1 - beta));
    lerp_out(direction.flat(), group.gradient(), average.flat(), new Scalar(beta));
    orthogonalizer.run();
    group.move(direction, p -> rate.applyAsDouble(p) * scale(p.tensor().shape()));
  }

  /** √max(1, d₋₂/d₋₁): 1 for square kernels, more for tall plain matrices. */
  private static double scale(long[] shape) {
    return Math.sqrt(Math.max(1, (double) shape[shape.length - 2] / shape[shape.length - 1]));
  }

  void close() {
    orthogonalizer.close();
  }
}
