package dev.progloss.model.detector;

import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.silu;

import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.Projection;
import dev.progloss.torch.weights.NamedTensors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** Convolutions with batch normalisation, by the batch's statistics or by the running ones. */
final class LearningConvolver implements Convolver, AutoCloseable {

  private static final double MOMENTUM = 0.03;
  private static final double EPSILON = 1e-3;
  private static final long[] ONE = {1, 1};

  /** The tensors of one convolution in the forms that the native calls take. */
  private record ConvState(
      Tensor weight,
      TensorOptional scale,
      TensorOptional shift,
      TensorOptional mean,
      TensorOptional variance,
      Tensor counter) {}

  private record ProjectionState(Tensor weight, TensorOptional bias) {}

  private final NetworkState state;
  private final boolean batchStatistics;
  private final TensorOptional none = new TensorOptional();
  private final Scalar one = new Scalar(1L);
  private final Map<String, ConvState> convolutions = new HashMap<>();
  private final Map<String, ProjectionState> projections = new HashMap<>();
  private final Set<String> still = new HashSet<>();

  LearningConvolver(NetworkState state, boolean batchStatistics) {
    this.state = state;
    this.batchStatistics = batchStatistics;
  }

  /** Prepares the native forms of all tensors; outside any scope, since they are kept. */
  void prepare(Iterable<Conv> convs, Iterable<Projection> projected) {
    for (Conv conv : convs) {
      String name = conv.name();
      convolutions.put(
          name,
          new ConvState(
              parameter(name + ".conv.weight"),
              new TensorOptional(parameter(name + ".bn.weight")),
              new TensorOptional(parameter(name + ".bn.bias")),
              new TensorOptional(buffer(name + ".bn.running_mean")),
              new TensorOptional(buffer(name + ".bn.running_var")),
              buffer(name + ".bn.num_batches_tracked")));
    }
    for (Projection projection : projected) {
      projections.put(
          projection.name(),
          new ProjectionState(
              parameter(projection.name() + ".weight"),
              new TensorOptional(parameter(projection.name() + ".bias"))));
    }
  }

  /** Makes a convolution use its running statistics, and leave them as they are. */
  void keepStatistics(String convolution) {
    still.add(convolution);
  }

  @Override
  public Tensor convolve(Conv conv, Tensor x) {
    ConvState tensors = Objects.requireNonNull(convolutions.get(conv.name()), conv.name());
    long[] stride = {conv.stride(), conv.stride()};
    long[] padding = {conv.kernel() / 2, conv.kernel() / 2};
    boolean byBatch = batchStatistics && !still.contains(conv.name());
    if (byBatch) {
      tensors.counter.add_(one);
    }
    // Handles that are closed at once leave their tensors to the graph, which lets each go as soon
    // as the way back has passed it.
    try (Tensor y = conv2d(x, tensors.weight, none, stride, padding, ONE, conv.groups())) {
      Tensor normal =
          batch_norm(
              y,
              tensors.scale,
              tensors.shift,
              tensors.mean,
              tensors.variance,
              byBatch,
              MOMENTUM,
              EPSILON,
              false);
      return conv.activation() ? activated(normal) : normal;
    }
  }

  private static Tensor activated(Tensor x) {
    try (x) {
      return silu(x); // in place it would keep a copy of x for the way back
    }
  }

  @Override
  public Tensor project(Projection projection, Tensor x) {
    ProjectionState tensors =
        Objects.requireNonNull(projections.get(projection.name()), projection.name());
    return conv2d(x, tensors.weight, tensors.bias, ONE, new long[] {0, 0}, ONE, 1);
  }

  @Override
  public void close() {
    for (ConvState tensors : convolutions.values()) {
      tensors.scale.close();
      tensors.shift.close();
      tensors.mean.close();
      tensors.variance.close();
    }
    for (ProjectionState tensors : projections.values()) {
      tensors.bias.close();
    }
    none.close();
    one.close();
  }

  private Tensor parameter(String name) {
    return NamedTensors.require(state.parameters(), name);
  }

  private Tensor buffer(String name) {
    return NamedTensors.require(state.buffers(), name);
  }
}
