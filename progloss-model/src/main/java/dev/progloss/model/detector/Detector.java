package dev.progloss.model.detector;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Autocast;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.weights.NamedTensors;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * A detector that learns. Owns its tensors; must be built outside any tensor scope and closed.
 *
 * <p>Not safe for several threads at once.
 */
public final class Detector implements AutoCloseable {

  private final Network network;
  private final NetworkState state;
  private final ComputeDevice device;
  private final LearningConvolver learning;
  private final LearningConvolver judging;
  private boolean mixed;

  private Detector(Network network, NetworkState state, ComputeDevice device) {
    this.network = network;
    this.state = state;
    this.device = device;
    this.learning = new LearningConvolver(state, true);
    this.judging = new LearningConvolver(state, false);
  }

  /** A fresh detector on the CPU in float32, whose start weights depend on the seed alone. */
  public static Detector create(DetectorConfig config, long seed) {
    return create(config, seed, Precision.FLOAT32, ComputeDevice.CPU);
  }

  /** A fresh detector whose start weights depend on the seed alone. */
  public static Detector create(
      DetectorConfig config, long seed, Precision precision, ComputeDevice device) {
    if (PointerScope.getInnerScope() != null) {
      throw new IllegalStateException(
          "a detector must be built outside any tensor scope: it would be freed with it");
    }
    Engine.seed(seed);
    Network network = Network.of(config);
    NetworkState state = NetworkState.fresh(network, precision);
    try (NoGradGuard guard = new NoGradGuard()) {
      place(state.parameters(), device);
      place(state.buffers(), device);
    }
    Detector detector = new Detector(network, state, device);
    Census census = Census.of(network, Network.COARSEST_STRIDE);
    detector.learning.prepare(census.convolutions(), census.projections());
    detector.judging.prepare(census.convolutions(), census.projections());
    return detector;
  }

  /** Channels last is the layout in which the CPU's convolutions need no reordering. */
  private static void place(Map<String, Tensor> tensors, ComputeDevice device) {
    for (Tensor tensor : tensors.values()) {
      try (Tensor moved = device.hold(tensor);
          Tensor ordered =
              tensor.dim() == 4 ? moved.contiguous(MemoryFormat.ChannelsLast) : moved.alias()) {
        tensor.set_data(ordered);
      }
    }
  }

  /** The network as data. */
  public Network network() {
    return network;
  }

  /**
   * Runs the network as training does: normalised by the batch, which also moves the running
   * statistics; the one-to-one branch reads features without history.
   *
   * @param images {@code [B, 3, H, W]} RGB in 0..1, sides multiples of 32
   * @return scoped
   */
  public Predictions train(Tensor images) {
    if (!mixed) {
      return learn(images);
    }
    try (Autocast autocast = Autocast.bfloat16(device)) {
      return learn(images);
    }
  }

  private Predictions learn(Tensor images) {
    return HeadRunner.run(
        network, new TensorOperations(learning), images, EnumSet.allOf(Branch.class), true);
  }

  /**
   * From now on {@link #train} computes in bfloat16 where that is harmless. What it hands out is
   * float32, and so are parameters, gradients and running statistics; judging is as before.
   */
  public void mixPrecision() {
    mixed = true;
  }

  /**
   * Runs the network as it is judged: normalised by the running statistics, no history.
   *
   * @param images {@code [B, 3, H, W]} RGB in 0..1, sides multiples of 32
   * @return scoped
   */
  public Predictions judge(Tensor images) {
    Set<Branch> all = EnumSet.allOf(Branch.class);
    try (NoGradGuard guard = new NoGradGuard()) {
      return HeadRunner.run(network, new TensorOperations(judging), images, all, false);
    }
  }

  /** What training moves, by name; borrowed. */
  public Map<String, Tensor> parameters() {
    return Collections.unmodifiableMap(state.parameters());
  }

  /** What training only counts: running statistics, by name; borrowed. */
  public Map<String, Tensor> buffers() {
    return Collections.unmodifiableMap(state.buffers());
  }

  /** All tensors by name; borrowed. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> all = new LinkedHashMap<>(state.parameters());
    all.putAll(state.buffers());
    return Collections.unmodifiableMap(all);
  }

  /**
   * Copies values into this detector; changes nothing unless all fit.
   *
   * @param values by name; every tensor of this detector must be there, in its shape, and no other
   * @throws dev.progloss.core.error.FormatException if they do not fit
   */
  public void load(Map<String, Tensor> values) {
    Map<String, Tensor> mine = state();
    StateCheck.requireFit(mine, values);
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> e : mine.entrySet()) {
        e.getValue().copy_(NamedTensors.require(values, e.getKey()));
      }
    }
  }

  /**
   * Freezes layers, for good: their parameters take no gradient, and training normalises there by
   * the running statistics and leaves them as they are, so that a frozen layer goes on computing
   * what it computed.
   *
   * @param layers numbers of layers; the head has the last one
   */
  public void freeze(Set<Integer> layers) {
    Census census = Census.of(network, Network.COARSEST_STRIDE);
    for (Conv conv : census.convolutions()) {
      if (layers.contains(layerOf(conv.name()))) {
        learning.keepStatistics(conv.name());
      }
    }
    state
        .parameters()
        .forEach(
            (name, tensor) -> {
              if (layers.contains(layerOf(name))) {
                tensor.set_requires_grad(false);
              }
            });
  }

  /** The number after {@code model.} in the name of a tensor or convolution. */
  private static int layerOf(String name) {
    return Integer.parseInt(name.split("\\.", 3)[1]);
  }

  @Override
  public void close() {
    learning.close();
    judging.close();
    state.parameters().values().forEach(Tensor::close);
    state.buffers().values().forEach(Tensor::close);
  }
}
