package dev.progloss.model.detector;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.silu_;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Projection;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.NamedTensors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * A detector that is served: batch normalisation is folded into the convolutions. Owns copies, so
 * the weights it was made from may move on. Must be built outside any tensor scope and closed.
 */
public final class FoldedDetector implements AutoCloseable {

  private static final double EPSILON = 1e-3;

  private final Network network;
  private final Set<Branch> branches;
  private final FoldedConvolver convolver;

  private FoldedDetector(Network network, Set<Branch> branches, FoldedConvolver convolver) {
    this.network = network;
    this.branches = branches;
    this.convolver = convolver;
  }

  /**
   * Folds weights.
   *
   * @param state every tensor of the branches wanted, by name; borrowed during the call
   * @param branches which branches will be asked for
   */
  public static FoldedDetector fold(
      Network network, Map<String, Tensor> state, Set<Branch> branches) {
    if (PointerScope.getInnerScope() != null) {
      throw new IllegalStateException(
          "a detector must be built outside any tensor scope: it would be freed with it");
    }
    FoldedConvolver convolver = new FoldedConvolver(new LinkedHashMap<>(), new LinkedHashMap<>());
    Census census = Census.of(network, Network.COARSEST_STRIDE, branches);
    try (NoGradGuard guard = new NoGradGuard();
        TensorScope scope = TensorScope.open()) {
      for (Conv conv : census.convolutions()) {
        convolver.put(
            conv.name(), foldedWeight(conv, state, scope), foldedBias(conv, state, scope));
      }
      for (Projection projection : census.projections()) {
        String name = projection.name();
        Tensor weight = NamedTensors.require(state, name + ".weight").detach().clone();
        Tensor bias = NamedTensors.require(state, name + ".bias").detach().clone();
        convolver.put(name, scope.promote(weight), scope.promote(bias));
      }
    }
    convolver.prepare();
    return new FoldedDetector(network, branches, convolver);
  }

  /** w * gamma / sqrt(var + eps). */
  private static Tensor foldedWeight(Conv conv, Map<String, Tensor> state, TensorScope scope) {
    Tensor weight = NamedTensors.require(state, conv.name() + ".conv.weight");
    Tensor folded = weight.mul(factor(conv, state).reshape(conv.out(), 1, 1, 1));
    return scope.promote(folded.contiguous(MemoryFormat.ChannelsLast));
  }

  /** beta - mean * gamma / sqrt(var + eps). */
  private static Tensor foldedBias(Conv conv, Map<String, Tensor> state, TensorScope scope) {
    Tensor mean = NamedTensors.require(state, conv.name() + ".bn.running_mean");
    Tensor shift = NamedTensors.require(state, conv.name() + ".bn.bias");
    return scope.promote(shift.sub(mean.mul(factor(conv, state))));
  }

  private static Tensor factor(Conv conv, Map<String, Tensor> state) {
    Tensor variance = NamedTensors.require(state, conv.name() + ".bn.running_var");
    Tensor scale = NamedTensors.require(state, conv.name() + ".bn.weight");
    return scale.div(variance.add(new Scalar(EPSILON)).sqrt());
  }

  /** The network as data. */
  public Network network() {
    return network;
  }

  /**
   * Runs the network; nothing is recorded for gradients.
   *
   * @param images {@code [B, 3, H, W]} RGB in 0..1, sides multiples of 32
   * @return the branches that were folded; scoped
   */
  public Predictions infer(Tensor images) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return HeadRunner.run(network, new TensorOperations(convolver), images, branches, false);
    }
  }

  /** The folded weights and biases by convolution; borrowed. */
  public Map<String, Tensor> weights() {
    return Collections.unmodifiableMap(convolver.weights);
  }

  @Override
  public void close() {
    convolver.close();
  }

  private static final class FoldedConvolver implements Convolver, AutoCloseable {
    private static final long[] ONE = {1, 1};

    private final Map<String, Tensor> weights;
    private final Map<String, TensorOptional> biases;
    private final Map<String, Tensor> biasTensors = new LinkedHashMap<>();

    FoldedConvolver(Map<String, Tensor> weights, Map<String, TensorOptional> biases) {
      this.weights = weights;
      this.biases = biases;
    }

    void put(String name, Tensor weight, Tensor bias) {
      weights.put(name, weight);
      biasTensors.put(name, bias);
    }

    void prepare() {
      biasTensors.forEach((name, bias) -> biases.put(name, new TensorOptional(bias)));
    }

    @Override
    public Tensor convolve(Conv conv, Tensor x) {
      long[] stride = {conv.stride(), conv.stride()};
      long[] padding = {conv.kernel() / 2, conv.kernel() / 2};
      Tensor y =
          conv2d(
              x,
              NamedTensors.require(weights, conv.name()),
              bias(conv.name()),
              stride,
              padding,
              ONE,
              conv.groups());
      if (conv.activation()) {
        silu_(y); // what it returns is a second handle that owns nothing
      }
      return y;
    }

    @Override
    public Tensor project(Projection projection, Tensor x) {
      Tensor weight = NamedTensors.require(weights, projection.name());
      return conv2d(x, weight, bias(projection.name()), ONE, new long[] {0, 0}, ONE, 1);
    }

    private TensorOptional bias(String name) {
      return Objects.requireNonNull(biases.get(name));
    }

    @Override
    public void close() {
      biases.values().forEach(TensorOptional::close);
      biasTensors.values().forEach(Tensor::close);
      weights.values().forEach(Tensor::close);
    }
  }
}
