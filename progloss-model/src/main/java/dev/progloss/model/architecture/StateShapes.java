package dev.progloss.model.architecture;

import dev.progloss.core.balance.Branch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and shapes of all tensors of a network, parameters and buffers, without making any. */
public final class StateShapes {

  private StateShapes() {}

  /** The shapes by name, in the order in which the network runs. */
  public static Map<String, List<Long>> of(Network network) {
    Census census = Census.of(network, Network.COARSEST_STRIDE);
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (Conv conv : census.convolutions()) {
      List<Long> weight = Arrays.stream(conv.weightShape()).boxed().toList();
      List<Long> channels = weight.subList(0, 1);
      shapes.put(conv.name() + ".conv.weight", weight);
      shapes.put(conv.name() + ".bn.weight", channels);
      shapes.put(conv.name() + ".bn.bias", channels);
      shapes.put(conv.name() + ".bn.running_mean", channels);
      shapes.put(conv.name() + ".bn.running_var", channels);
      shapes.put(conv.name() + ".bn.num_batches_tracked", List.of());
    }
    for (Projection projection : census.projections()) {
      long out = projection.out();
      shapes.put(projection.name() + ".weight", List.of(out, (long) projection.in(), 1L, 1L));
      shapes.put(projection.name() + ".bias", List.of(out));
    }
    if (network.config().bins() > 1) {
      String first = network.head().of(Branch.ONE_TO_MANY).get(0).boxProjection().name();
      String head = first.substring(0, first.indexOf(".cv2"));
      shapes.put(head + ".dfl.conv.weight", List.of(1L, (long) network.config().bins(), 1L, 1L));
    }
    return shapes;
  }
}
