package dev.progloss.train.loop;

import dev.progloss.core.balance.Branch;
import dev.progloss.model.architecture.Block;
import dev.progloss.model.architecture.Conv;
import dev.progloss.model.architecture.Head;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Projection;
import dev.progloss.train.optimizer.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Tells the parameters of the class towers, which learn faster, from the others. */
public final class ClassTowers {

  /** How much faster: the factor that the published recipe pairs with MuSGD. */
  static final double RATE_FACTOR = 3;

  private ClassTowers() {}

  /** The parameters of a network that learn, with their rate factors, in the order given. */
  static List<Parameter> parameters(Network network, Map<String, Tensor> tensors) {
    List<String> prefixes = prefixes(network);
    List<Parameter> parameters = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.requires_grad()) {
            boolean isClassTower = prefixes.stream().anyMatch(name::startsWith);
            parameters.add(Parameter.of(name, tensor, isClassTower ? RATE_FACTOR : 1));
          }
        });
    return parameters;
  }

  /** What the names of all tensors of the class towers begin with, and no others. */
  public static List<String> prefixes(Network network) {
    List<String> prefixes = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      for (Head.Towers towers : network.head().of(branch)) {
        towers.classes().blocks().forEach(block -> prefixes.add(name(block) + "."));
      }
    }
    return prefixes;
  }

  private static String name(Block block) {
    if (block instanceof Conv conv) {
      return conv.name();
    }
    if (block instanceof Projection projection) {
      return projection.name();
    }
    throw new IllegalStateException("a class tower has convolutions only, got " + block);
  }
}
