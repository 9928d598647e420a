package dev.progloss.train.imported;

import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.core.error.FormatException;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import dev.progloss.model.architecture.StateShapes;
import dev.progloss.model.detector.Detector;
import dev.progloss.torch.device.Engine;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.NamedTensors;
import dev.progloss.train.checkpoint.ModelCard;
import dev.progloss.train.checkpoint.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Takes weights over from a file that another program wrote. All values are kept exactly, widened
 * to float32; float64 is rounded to it.
 *
 * @param from where in a checkpoint to look; empty: where it is usual
 * @param classes names of the classes; where absent, as the file says
 * @param imageSide side of the input, pixels, a multiple of 32; where absent, as the file says
 * @param scale the scale that it must have; where absent, the one that fits
 * @param partial whether missing tensors start afresh
 */
public record WeightImport(
    String from,
    Optional<ClassNames> classes,
    OptionalInt imageSide,
    Optional<Scale> scale,
    boolean partial) {

  private static final int USUAL_SIDE = 640;
  private static final int CHUNK = 1 << 16;

  /** Everything as the file says. */
  public static WeightImport asTheFileSays() {
    return new WeightImport("", Optional.empty(), OptionalInt.empty(), Optional.empty(), false);
  }

  /** Checks the side. */
  public WeightImport {
    int side = imageSide.orElse(Network.COARSEST_STRIDE);
    if (side < Network.COARSEST_STRIDE || side % Network.COARSEST_STRIDE != 0) {
      throw new ConfigException(
          "imgsz must be a multiple of " + Network.COARSEST_STRIDE + ", got " + side);
    }
  }

  /**
   * What was taken over.
   *
   * @param weights where from
   * @param matching what fitted
   * @param card of the file that was written
   * @param types how many tensors had which type, by PyTorch's name
   */
  public record Report(
      ForeignWeights weights, Matching matching, ModelCard card, Map<String, Integer> types) {}

  /**
   * Takes over a file.
   *
   * @param source a checkpoint or safetensors file
   * @param out where our file goes, whole or not at all
   * @throws FormatException if the source cannot be read or is no detector of ours
   * @throws ConfigException if settings do not fit it
   */
  public Report into(Path source, Path out) {
    ForeignWeights weights = ForeignWeights.open(source, from);
    int named = classes.map(ClassNames::names).or(weights::classes).map(List::size).orElse(1);
    Matching matching = Matching.infer(weights, scale, named);
    matching.requireWhole(weights, partial);
    Map<String, Integer> types = new TreeMap<>();
    for (String name : matching.matched()) {
      ForeignWeights.Found found = weights.tensors().get(name);
      if (found != null) {
        types.merge(found.type().torchName(), 1, Integer::sum);
      }
    }
    ModelCard card = card(weights, matching, types);
    Engine.start(1);
    if (matching.missing().isEmpty()) {
      write(out, card, weights, Map.of());
    } else {
      try (Detector fresh = Detector.create(matching.config(), 0)) {
        write(out, card, weights, fresh.state());
      }
    }
    return new Report(weights, matching, card, types);
  }

  private static void write(
      Path out, ModelCard card, ForeignWeights weights, Map<String, Tensor> fresh) {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : StateShapes.of(card.network()).keySet()) {
        ForeignWeights.Found found = weights.tensors().get(name);
        tensors.put(name, found == null ? NamedTensors.require(fresh, name) : ours(name, found));
      }
      makeFolder(out.toAbsolutePath().getParent());
      ModelFile.write(out, card, tensors);
    }
  }

  /** Only now: a source that cannot be taken over leaves nothing behind. */
  private static void makeFolder(@Nullable Path folder) {
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be made: " + e, e);
    }
  }

  /** A tensor in the type that our files have: counters in int64, all else in float32. */
  static Tensor ours(String name, ForeignWeights.Found found) {
    return name.endsWith(".num_batches_tracked")
        ? found.read().to(org.bytedeco.pytorch.global.torch.ScalarType.Long)
        : found.read().to(org.bytedeco.pytorch.global.torch.ScalarType.Float);
  }

  private ModelCard card(ForeignWeights weights, Matching matching, Map<String, Integer> types) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("imported_from", String.valueOf(weights.file().getFileName()));
    provenance.put("imported_sha256", sha256(weights.file()));
    provenance.put("imported_place", weights.place());
    provenance.put("imported_types", types.toString());
    if (!matching.missing().isEmpty()) {
      provenance.put("started_afresh", String.join(" ", matching.missing()));
    }
    int side = imageSide.orElse(weights.imageSide().orElse(USUAL_SIDE));
    try {
      ClassNames names = new ClassNames(names(weights, matching));
      int bins = matching.config().bins();
      return new ModelCard(matching.config().scale(), bins, names, side, provenance);
    } catch (IllegalArgumentException e) {
      throw new FormatException(weights.file() + ": " + e.getMessage(), e);
    }
  }

  private List<String> names(ForeignWeights weights, Matching matching) {
    if (classes.isPresent()) {
      matching.requireClasses("names", classes.get().size());
      return classes.get().names();
    }
    if (weights.classes().isPresent()) {
      matching.requireClasses(weights.file().toString(), weights.classes().get().size());
      return weights.classes().get();
    }
    return IntStream.range(0, matching.config().classes()).mapToObj(i -> "class" + i).toList();
  }

  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        digest.update(chunk, 0, got);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
