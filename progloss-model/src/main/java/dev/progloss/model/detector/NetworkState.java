package dev.progloss.model.detector;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.Head;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Projection;
import dev.progloss.torch.device.Precision;
import dev.progloss.torch.weights.NamedTensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The start values of all tensors of a network, by name. Parameters are what training moves,
 * buffers what it only counts.
 */
record NetworkState(Map<String, Tensor> parameters, Map<String, Tensor> buffers) {

  /** Side of the images that class priors are made for, pixels. */
  private static final double PRIOR_SIDE = 640;

  /** How many objects a class prior expects in such an image. */
  private static final double PRIOR_OBJECTS = 5;

  private static final double PRIOR_BOX = 2.0;

  /** Fresh values from LibTorch's generator; built outside any scope, the tensors are yours. */
  static NetworkState fresh(Network network, Precision precision) {
    NetworkState state = new NetworkState(new LinkedHashMap<>(), new LinkedHashMap<>());
    Census census = Census.of(network, Network.COARSEST_STRIDE);
    try (NoGradGuard guard = new NoGradGuard();
        TensorOptions options = precision.options()) {
      for (Conv conv : census.convolutions()) {
        state.addConv(conv, options);
      }
      for (Projection projection : census.projections()) {
        state.addProjection(projection, options);
      }
      state.setPriors(network);
      state.addBins(network, options);
    }
    for (Tensor parameter : state.parameters.values()) {
      parameter.set_requires_grad(true);
    }
    return state;
  }

  private void addConv(Conv conv, TensorOptions options) {
    String name = conv.name();
    parameters.put(name + ".conv.weight", uniform(options, conv.weightShape()));
    parameters.put(name + ".bn.weight", filled(options, 1, conv.out()));
    parameters.put(name + ".bn.bias", filled(options, 0, conv.out()));
    buffers.put(name + ".bn.running_mean", filled(options, 0, conv.out()));
    buffers.put(name + ".bn.running_var", filled(options, 1, conv.out()));
    try (TensorOptions counter = new TensorOptions(ScalarType.Long)) {
      buffers.put(name + ".bn.num_batches_tracked", filled(counter, 0));
    }
  }

  private void addProjection(Projection projection, TensorOptions options) {
    String name = projection.name();
    parameters.put(name + ".weight", uniform(options, projection.out(), projection.in(), 1, 1));
    parameters.put(name + ".bias", filled(options, 0, projection.out()));
  }

  /**
   * Starts the head at believable answers: few objects, boxes a few cells wide. Without them the
   * first steps are spent, and may be lost, on unlearning that every anchor is an object.
   */
  private void setPriors(Network network) {
    for (List<Head.Towers> levels : network.head().towers().values()) {
      for (int i = 0; i < levels.size(); i++) {
        double cells = Math.pow(PRIOR_SIDE / Network.STRIDES.get(i), 2);
        double prior = Math.log(PRIOR_OBJECTS / network.config().classes() / cells);
        fill(biasOf(levels.get(i).boxProjection()), PRIOR_BOX);
        fill(biasOf(levels.get(i).classProjection()), prior);
        Projection objectness = levels.get(i).objectness();
        if (objectness != null) {
          fill(biasOf(objectness), Math.log(PRIOR_OBJECTS / cells));
        }
      }
    }
  }

  private Tensor biasOf(Projection projection) {
    return NamedTensors.require(parameters, projection.name() + ".bias");
  }

  /** The bin numbers, which checkpoints of heads with bins carry along. */
  private void addBins(Network network, TensorOptions options) {
    int bins = network.config().bins();
    if (bins > 1) {
      try (Scalar count = new Scalar(bins);
          Tensor numbers = torch.arange(count, options)) {
        String first = network.head().of(Branch.ONE_TO_MANY).get(0).boxProjection().name();
        String head = first.substring(0, first.indexOf(".cv2"));
        buffers.put(head + ".dfl.conv.weight", numbers.reshape(1, bins, 1, 1));
      }
    }
  }

  /** Uniform in one over the square root of the fan-in, as PyTorch starts its convolutions. */
  private static Tensor uniform(TensorOptions options, long... shape) {
    double bound = 1 / Math.sqrt((double) shape[1] * shape[2] * shape[3]);
    try (MemoryFormatOptional layout = new MemoryFormatOptional(MemoryFormat.Contiguous);
        GeneratorOptional generator = new GeneratorOptional()) {
      Tensor tensor = torch.empty(shape, options, layout);
      tensor.uniform_(-bound, bound, generator);
      return tensor;
    }
  }

  private static Tensor filled(TensorOptions options, double value, long... shape) {
    try (MemoryFormatOptional layout = new MemoryFormatOptional()) {
      Tensor tensor = torch.empty(shape, options, layout);
      fill(tensor, value);
      return tensor;
    }
  }

  private static void fill(Tensor tensor, double value) {
    try (Scalar scalar = new Scalar(value)) {
      tensor.fill_(scalar);
    }
  }
}
