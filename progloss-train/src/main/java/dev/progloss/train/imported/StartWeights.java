package dev.progloss.train.imported;

import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.detector.Detector;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.checkpoint.ModelFile;
import dev.progloss.train.loop.ClassTowers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights that a run starts from.
 *
 * <p>Class towers are taken over whole or not at all: where the classes differ, in name, order or
 * number, the towers of both branches start afresh, with the priors of a fresh detector. Rows of
 * classes that both have are not copied one by one: below its last layer a tower is one for all
 * classes, and was made for the others.
 *
 * @param file a file of ours; with {@code MATCHING} also a checkpoint of PyTorch
 * @param kind how much has to fit
 */
public record StartWeights(Path file, Kind kind) {

  /** How much has to fit. */
  public enum Kind {
    /** Scale and bins are those of the file; all but the class towers is taken over. */
    WHOLE,
    /** Whatever has the name and shape of a tensor of ours is taken over. */
    MATCHING
  }

  /**
   * What a run takes over.
   *
   * @param loaded names of tensors that are taken over
   * @param fresh names of tensors that start afresh
   * @param leftOver names of tensors of the file that are not used
   * @param why why class towers start afresh; empty if they do not
   */
  public record Plan(List<String> loaded, List<String> fresh, List<String> leftOver, String why) {

    /** For people: one line, and one more where tensors start afresh. */
    public String text() {
      return "start weights: "
          + loaded.size()
          + " tensors loaded, "
          + fresh.size()
          + " start afresh, "
          + leftOver.size()
          + " of the file not used"
          + (why.isEmpty() ? "" : "; " + why)
          + (fresh.isEmpty() ? "" : "\nafresh: " + Matching.some(fresh));
    }
  }

  /**
   * Looks at the file and decides what is taken over; reads no weights.
   *
   * @param config the network that will be trained
   * @param classes what it will tell apart
   * @throws ConfigException if the file does not fit the network
   */
  public Plan plan(DetectorConfig config, ClassNames classes) {
    return plan(open(config), config, classes);
  }

  private ForeignWeights open(DetectorConfig config) {
    if (kind == Kind.WHOLE) {
      ModelCard card = ModelFile.open(file).card();
      if (card.scale() != config.scale() || card.bins() != config.bins()) {
        throw new ConfigException(
            "start weights must be of the scale and reg_max of the run, "
                + config.scale().modelName()
                + " and "
                + config.bins()
                + ", got "
                + card.scale().modelName()
                + " and "
                + card.bins()
                + " in "
                + file);
      }
    }
    return ForeignWeights.open(file, "");
  }

  private Plan plan(ForeignWeights weights, DetectorConfig config, ClassNames classes) {
    Matching matching = Matching.of(config, weights.tensors());
    List<String> towers = ClassTowers.prefixes(Network.of(config));
    List<String> unfit = new ArrayList<>(matching.missing());
    matching.misshapen().forEach(text -> unfit.add(text.substring(0, text.indexOf(' '))));
    boolean areOthers =
        weights.classes().isPresent() && !weights.classes().get().equals(classes.names());
    boolean areUnfit = unfit.stream().anyMatch(name -> isIn(towers, name));
    String why =
        areOthers
            ? "the class towers, since the file's classes are " + Matching.some(classesOf(weights))
            : areUnfit ? "the class towers, since some of their tensors do not fit" : "";
    List<String> loaded = new ArrayList<>(matching.matched());
    if (!why.isEmpty()) {
      loaded.removeIf(name -> isIn(towers, name));
      matching.matched().stream().filter(name -> isIn(towers, name)).forEach(unfit::add);
    }
    List<String> beside = unfit.stream().filter(name -> !isIn(towers, name)).toList();
    if (kind == Kind.WHOLE && !beside.isEmpty()) {
      throw new FormatException(file + ": weights do not fit: " + Matching.some(beside));
    }
    if (loaded.isEmpty()) {
      throw new FormatException(
          file
              + ": no tensor has the name and shape of one of "
              + config.scale().modelName()
              + "; it holds "
              + Matching.some(List.copyOf(weights.tensors().keySet())));
    }
    return new Plan(loaded, List.copyOf(unfit), matching.leftOver(), why);
  }

  private static List<String> classesOf(ForeignWeights weights) {
    return weights.classes().orElse(List.of());
  }

  private static boolean isIn(List<String> prefixes, String name) {
    return prefixes.stream().anyMatch(name::startsWith);
  }

  /**
   * Loads a fresh detector.
   *
   * @param classes what it will tell apart
   * @return what was taken over
   */
  public Plan load(Detector detector, ClassNames classes) {
    DetectorConfig config = detector.network().config();
    ForeignWeights weights = open(config);
    Plan plan = plan(weights, config, classes);
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> values = new LinkedHashMap<>(detector.state());
      for (String name : plan.loaded) {
        ForeignWeights.Found found = weights.tensors().get(name);
        if (found != null) {
          values.put(name, WeightImport.ours(name, found));
        }
      }
      detector.load(values);
    }
    return plan;
  }
}
