package dev.progloss.train.imported;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.architecture.StateShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tensors held against a network.
 *
 * @param config of the network
 * @param matched names of tensors that fit
 * @param missing names of tensors that the network has and the file lacks
 * @param misshapen names of tensors of another shape, with both shapes
 * @param leftOver names of tensors that the network does not have
 */
public record Matching(
    DetectorConfig config,
    List<String> matched,
    List<String> missing,
    List<String> misshapen,
    List<String> leftOver) {

  private static final int SHOWN = 20;
  private static final int SIDES = 4;

  /** The network of a config and tensors. */
  public static Matching of(DetectorConfig config, Map<String, ForeignWeights.Found> tensors) {
    Map<String, List<Long>> shapes = StateShapes.of(Network.of(config));
    List<String> matched = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          ForeignWeights.Found found = tensors.get(name);
          if (found == null) {
            missing.add(name);
          } else if (found.shape().equals(shape)) {
            matched.add(name);
          } else {
            misshapen.add(name + " " + found.shape() + " for " + shape);
          }
        });
    List<String> leftOver =
        tensors.keySet().stream().filter(name -> !shapes.containsKey(name)).toList();
    return new Matching(config, matched, missing, misshapen, leftOver);
  }

  /**
   * The network that tensors belong to: classes and distance bins by the shapes of the head, the
   * scale by which most tensors fit.
   *
   * @param asked the only scale to try
   * @param classes how many there are, where the file has no head to say it
   * @throws FormatException if not one tensor fits any
   */
  static Matching infer(ForeignWeights weights, Optional<Scale> asked, int classes) {
    Map<String, ForeignWeights.Found> tensors = weights.tensors();
    int outputs = outputs(tensors, "cv3", ".2").orElse(classes);
    int bins = Math.max(1, outputs(tensors, "cv2", ".2").orElse(SIDES) / SIDES);
    boolean objectness = outputs(tensors, "obj", "").isPresent();
    Matching best = null;
    for (Scale scale : asked.map(List::of).orElse(List.of(Scale.values()))) {
      Matching one = of(new DetectorConfig(scale, outputs, bins, true, objectness), tensors);
      if (best == null || one.matched.size() > best.matched.size()) {
        best = one;
      }
    }
    if (best == null || best.matched.isEmpty()) {
      throw new FormatException(
          weights.file()
              + ": no tensor has the name and shape of one of yolo26t to yolo26x; it holds "
              + some(List.copyOf(tensors.keySet()))
              + (weights.skipped().isEmpty()
                  ? ""
                  : " and, unreadable, " + some(List.copyOf(weights.skipped().keySet()))));
    }
    return best;
  }

  /** Outputs of the last layer of a tower, in whichever branch there is. */
  private static Optional<Integer> outputs(
      Map<String, ForeignWeights.Found> all, String tower, String last) {
    for (String branch : List.of("", "one2one_")) {
      ForeignWeights.Found found = all.get("model.23." + branch + tower + ".0" + last + ".weight");
      if (found != null && found.shape().size() == SIDES) {
        long out = found.shape().get(0);
        if (out >= 1 && out <= Short.MAX_VALUE) {
          return Optional.of((int) out);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Requires that every tensor of the network is there.
   *
   * @param partial whether tensors may be missing
   * @throws FormatException if not, with what does not fit
   */
  void requireWhole(ForeignWeights weights, boolean partial) {
    String model = config.scale().modelName();
    if (!misshapen.isEmpty()) {
      throw new FormatException(
          weights.file()
              + ": is not shaped like "
              + model
              + ", which fits best ("
              + matched.size()
              + " tensors do): of another shape "
              + some(misshapen)
              + "; missing "
              + some(missing)
              + "; left over "
              + some(leftOver));
    }
    if (missing.isEmpty() || partial) {
      return;
    }
    boolean isHead = missing.stream().allMatch(name -> name.contains(".one2one_"));
    throw new FormatException(
        weights.file()
            + ": lacks "
            + (isHead ? "the one-to-one head" : "tensors")
            + " of "
            + model
            + ": "
            + some(missing)
            + unreadable(weights)
            + "; partial=true starts them afresh, to be trained before use");
  }

  private static String unreadable(ForeignWeights weights) {
    List<String> reasons = new ArrayList<>();
    weights.skipped().forEach((name, reason) -> reasons.add(name + ": " + reason));
    return reasons.isEmpty() ? "" : "; unreadable " + some(reasons);
  }

  /** Requires that the names, if the user gives them, are as many as the classes. */
  void requireClasses(String what, int count) {
    if (count != config.classes()) {
      throw new ConfigException(
          what
              + " must name "
              + config.classes()
              + " classes, as the head has outputs, got "
              + count
              + "; give names=a,b,c");
    }
  }

  /** The first twenty of a list, and how many more there are. */
  public static String some(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    int more = names.size() - SHOWN;
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
