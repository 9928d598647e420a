package dev.progloss.train.checkpoint;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.DataException;
import dev.progloss.core.error.FormatException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.run.store.Generations;
import dev.progloss.run.store.Survey;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.torch.weights.SafetensorsWriter;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.loop.Standing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs to go on as if it had never stopped: live weights, their average, the
 * optimiser's state, gradients not yet applied, what a rule of the loss weights remembers, and
 * where it stood. No schedule is in it: they follow from the step alone.
 */
public final class ResumeFile {

  private static final String FORMAT = "progloss.resume";
  private static final List<String> VERSIONS = List.of("1", "2");
  private static final String LIVE = "live.";
  private static final String AVERAGE = "average.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String GRADIENT = "gradient.";
  private static final String FACT = "fact.";
  private static final String WEIGHT_SOURCE = "weight_source";
  private static final String SETTINGS = "settings";
  private static final int LONGEST_SHOWN = 200;

  private final Path file;
  private final SafetensorsFile saved;
  private final Standing standing;
  private final Origin origin;
  private final long averageUpdates;

  private ResumeFile(
      Path file, SafetensorsFile saved, Standing standing, Origin origin, long averageUpdates) {
    this.file = file;
    this.saved = saved;
    this.standing = standing;
    this.origin = origin;
    this.averageUpdates = averageUpdates;
  }

  /**
   * What a run was made from.
   *
   * @param facts what decides it, by name, in a fixed order; empty in files of the first version
   * @param settings the same as its program writes it down; empty if that did not say
   */
  public record Origin(Map<String, String> facts, String settings) {
    /** Copies the map. */
    public Origin {
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
  }

  /**
   * The newest state of a run that is whole.
   *
   * @param notes told what was damaged and passed over
   * @throws ConfigException if there is none
   */
  public static ResumeFile newest(RunDirectory run, Consumer<String> notes) {
    Survey survey;
    try {
      survey = Generations.in(run.state()).candidates();
    } catch (IOException e) {
      throw new DataException(run.state() + ": cannot be read: " + e, e);
    }
    survey
        .passedOver()
        .forEach(each -> notes.accept(each.file() + " is passed over: " + each.reason()));
    if (!survey.complete().isEmpty()) {
      return open(survey.complete().get(0).file());
    }
    // The one file of runs that began before there were generations.
    if (Files.isRegularFile(run.resumeState())) {
      return open(run.resumeState());
    }
    throw new ConfigException(
        run.folder()
            + ": nothing to resume: the run saved no state that is whole"
            + (survey.passedOver().isEmpty()
                ? "; " + run.state() + " holds none"
                : "; "
                    + survey.passedOver().get(0).file()
                    + ": "
                    + survey.passedOver().get(0).reason()));
  }

  /**
   * Writes the state of a learner.
   *
   * @param origin what the run was made from
   */
  public static void write(OutputStream out, Learner learner, Standing standing, Origin origin)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("format_version", "2");
    Progress next = standing.next();
    metadata.put("step", String.valueOf(next.step()));
    metadata.put("steps_per_epoch", String.valueOf(next.stepsPerEpoch()));
    metadata.put("epochs", String.valueOf(next.epochs()));
    metadata.put("best", String.valueOf(standing.best()));
    metadata.put("best_epochs", String.valueOf(standing.bestEpochs()));
    metadata.put("skipped_in_a_row", String.valueOf(standing.skippedInARow()));
    metadata.put("average_updates", String.valueOf(learner.average().updates()));
    metadata.put(WEIGHT_SOURCE, text(learner.weights().state()));
    origin.facts.forEach((name, text) -> metadata.put(FACT + name, text));
    metadata.put(SETTINGS, origin.settings);
    metadata.put("settings_sha256", sha256(origin.settings));
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      learner.detector().state().forEach((name, tensor) -> tensors.put(LIVE + name, tensor));
      learner.average().tensors().forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
      learner.optimizer().state().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
      learner
          .detector()
          .parameters()
          .forEach(
              (name, tensor) -> {
                Tensor gradient = tensor.grad();
                if (gradient.defined()) {
                  tensors.put(GRADIENT + name, gradient);
                }
              });
      SafetensorsWriter.write(out, tensors, metadata);
    }
  }

  /**
   * Opens a file and reads what it says, but for the tensors.
   *
   * @throws FormatException if it is missing, damaged or not such a file
   */
  public static ResumeFile open(Path file) {
    SafetensorsFile saved = SafetensorsFile.open(file);
    Map<String, String> metadata = saved.metadata();
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new FormatException(file + ": metadata must say format " + FORMAT);
    }
    String version = String.valueOf(metadata.get("format_version"));
    if (!VERSIONS.contains(version)) {
      throw new FormatException(
          file + ": format_version must be one of " + VERSIONS + ", got " + version);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    metadata.forEach(
        (name, text) -> {
          if (name.startsWith(FACT)) {
            facts.put(name.substring(FACT.length()), text);
          }
        });
    Standing standing = standing(file, metadata);
    Origin origin = new Origin(facts, metadata.getOrDefault(SETTINGS, ""));
    return new ResumeFile(file, saved, standing, origin, whole(file, metadata, "average_updates"));
  }

  /** Where this was read from. */
  public Path file() {
    return file;
  }

  /** Where the run stood. */
  public Standing standing() {
    return standing;
  }

  /** What the run was made from. */
  public Origin origin() {
    return origin;
  }

  /**
   * Brings a learner to where the run stood.
   *
   * @param learner of the same network and optimiser
   * @throws FormatException if the tensors do not fit
   */
  public void restore(Learner learner) {
    try {
      learner.weights().restore(numbers(saved.metadata().getOrDefault(WEIGHT_SOURCE, "")));
    } catch (IllegalArgumentException e) {
      throw new FormatException(file + ": metadata " + WEIGHT_SOURCE + ": " + e.getMessage(), e);
    }
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = saved.readAll();
      learner.detector().load(part(tensors, LIVE));
      learner.average().restore(averageUpdates, part(tensors, AVERAGE));
      learner.optimizer().restore(part(tensors, OPTIMIZER));
      Map<String, Tensor> gradients = part(tensors, GRADIENT);
      learner.detector().parameters().forEach((name, tensor) -> give(tensor, gradients.get(name)));
    }
  }

  private static Standing standing(Path file, Map<String, String> metadata) {
    String best = metadata.getOrDefault("best", "-Infinity");
    try {
      return new Standing(
          new Progress(
              whole(file, metadata, "step"),
              whole(file, metadata, "steps_per_epoch"),
              whole(file, metadata, "epochs")),
          Double.parseDouble(best),
          metadata.containsKey("best_epochs") ? whole(file, metadata, "best_epochs") : 0,
          metadata.containsKey("skipped_in_a_row")
              ? Math.toIntExact(whole(file, metadata, "skipped_in_a_row"))
              : 0);
    } catch (NumberFormatException e) {
      throw new FormatException(file + ": metadata best must be a number, got " + shown(best), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new FormatException(file + ": metadata: " + e.getMessage(), e);
    }
  }

  /** Each number in the shortest form that reads back as it. */
  private static String text(double[] numbers) {
    return DoubleStream.of(numbers).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }

  private static double[] numbers(String text) {
    return text.isEmpty()
        ? new double[0]
        : Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(LONGEST_SHOWN, text.length()));
  }

  private static void give(Tensor tensor, @Nullable Tensor gradient) {
    if (gradient != null) {
      // In the parameter's own memory order, as backward would have made it.
      Tensor own = tensor.detach().clone();
      try (NoGradGuard guard = new NoGradGuard()) {
        own.copy_(gradient);
      }
      // Owned by the parameter from here on, in C++.
      tensor.mutable_grad().put(own);
    }
  }

  private static Map<String, Tensor> part(Map<String, Tensor> tensors, String prefix) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static long whole(Path file, Map<String, String> metadata, String key) {
    String text = String.valueOf(metadata.get(key));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new FormatException(
          file + ": metadata " + key + " must be a whole number, got " + shown(text), e);
    }
  }
}
