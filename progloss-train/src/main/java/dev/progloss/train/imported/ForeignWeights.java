package dev.progloss.train.imported;

import dev.progloss.core.error.FormatException;
import dev.progloss.torch.archive.CheckpointFile;
import dev.progloss.torch.archive.StoredTensor;
import dev.progloss.torch.weights.ElementType;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.checkpoint.ModelFile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * Tensors in a file that need not be ours, under the names that our networks use.
 *
 * @param file where they are
 * @param place where in the file
 * @param tensors what can be read, by our name
 * @param skipped what cannot, with the reason
 * @param classes names of the classes, where the file has them
 * @param imageSide side of the training pictures, pixels, where the file has it
 */
public record ForeignWeights(
    Path file,
    String place,
    Map<String, Found> tensors,
    Map<String, String> skipped,
    Optional<List<String>> classes,
    OptionalInt imageSide) {

  private static final String FIRST = "0.conv.weight";
  private static final String FIRST_OF_MODEL = "model." + FIRST;
  private static final String OURS = "progloss.detector";

  /**
   * A tensor that can be read.
   *
   * @param theirs its name in the file
   * @param reading reads it, in its own type; scoped
   */
  public record Found(
      String theirs, List<Long> shape, ElementType type, Function<String, Tensor> reading) {

    /** The tensor; scoped. */
    public Tensor read() {
      return reading.apply(theirs);
    }
  }

  /**
   * Opens a file: safetensors by its ending, else a checkpoint of PyTorch.
   *
   * @param from where in a checkpoint to look; empty: where it is usual
   * @throws FormatException if it is missing, damaged or not such a file
   */
  public static ForeignWeights open(Path file, String from) {
    return file.toString().endsWith(".safetensors") ? safetensors(file) : checkpoint(file, from);
  }

  private static ForeignWeights safetensors(Path file) {
    SafetensorsFile opened = SafetensorsFile.open(file);
    Map<String, Found> found = new LinkedHashMap<>();
    for (String name : opened.names()) {
      List<Long> shape = java.util.Arrays.stream(opened.shape(name)).boxed().toList();
      found.put(name, new Found(name, shape, opened.type(name), opened::read));
    }
    Optional<ModelCard> card =
        OURS.equals(opened.metadata().get("format"))
            ? Optional.of(ModelFile.open(file).card())
            : Optional.empty();
    return new ForeignWeights(
        file,
        "root",
        ourNames(found),
        Map.of(),
        card.map(c -> c.classes().names()),
        card.isPresent() ? OptionalInt.of(card.get().imageSide()) : OptionalInt.empty());
  }

  private static ForeignWeights checkpoint(Path file, String from) {
    CheckpointFile opened = CheckpointFile.open(file);
    CheckpointPlace place = CheckpointPlace.find(file.toString(), opened.root(), from);
    Map<String, StoredTensor> stored = place.tree().tensors();
    Map<String, Found> found = new LinkedHashMap<>();
    stored.forEach(
        (name, tensor) ->
            found.put(
                name,
                new Found(
                    name, tensor.shape(), tensor.type(), n -> opened.read(require(stored, n)))));
    return new ForeignWeights(
        file,
        place.name(),
        ourNames(found),
        place.tree().skipped(),
        place.classes(),
        place.imageSide());
  }

  private static StoredTensor require(Map<String, StoredTensor> stored, String name) {
    StoredTensor tensor = stored.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor named " + name);
    }
    return tensor;
  }

  /**
   * Gives layers the names of ours: what wrappers put before {@code model.0.} is taken off, and
   * {@code model.} put before names that begin with the number of the layer.
   */
  private static Map<String, Found> ourNames(Map<String, Found> found) {
    String theirs = prefix(found.keySet(), FIRST_OF_MODEL).orElse("");
    String ours = "";
    if (prefix(found.keySet(), FIRST_OF_MODEL).isEmpty()) {
      Optional<String> bare = prefix(found.keySet(), FIRST);
      theirs = bare.orElse("");
      ours = bare.isPresent() ? "model." : "";
    }
    Map<String, Found> renamed = new LinkedHashMap<>();
    for (Map.Entry<String, Found> entry : found.entrySet()) {
      String name = entry.getKey();
      boolean isInside = name.startsWith(theirs);
      renamed.put(isInside ? ours + name.substring(theirs.length()) : name, entry.getValue());
    }
    return renamed;
  }

  private static Optional<String> prefix(Set<String> names, String ending) {
    return names.stream()
        .filter(name -> name.equals(ending) || name.endsWith("." + ending))
        .map(name -> name.substring(0, name.length() - ending.length()))
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }
}
