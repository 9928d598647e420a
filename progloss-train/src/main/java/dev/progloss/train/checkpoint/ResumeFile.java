package dev.progloss.train.checkpoint;

import dev.progloss.core.error.DataException;
import dev.progloss.core.error.FormatException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.run.layout.AtomicFiles;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.weights.SafetensorsFile;
import dev.progloss.torch.weights.SafetensorsWriter;
import dev.progloss.train.loop.Learner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs to go on as if it had never stopped: live weights, their average, the
 * optimiser's state, gradients not yet applied, and where it stood. No schedule is in it: they
 * follow from the step alone.
 */
public final class ResumeFile {

  private static final String FORMAT = "progloss.resume";
  private static final String LIVE = "live.";
  private static final String AVERAGE = "average.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String GRADIENT = "gradient.";
  private static final int LONGEST_SHOWN = 200;

  private ResumeFile() {}

  /**
   * Where a run stood.
   *
   * @param next the batch to come
   * @param best the best AP so far; negative infinity where there was none
   */
  public record State(Progress next, double best) {}

  /** Writes the state of a learner. */
  public static void write(Path file, Learner learner, State state) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("format_version", "1");
    metadata.put("step", String.valueOf(state.next.step()));
    metadata.put("steps_per_epoch", String.valueOf(state.next.stepsPerEpoch()));
    metadata.put("epochs", String.valueOf(state.next.epochs()));
    metadata.put("best", String.valueOf(state.best));
    metadata.put("average_updates", String.valueOf(learner.average().updates()));
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
      AtomicFiles.write(file, out -> SafetensorsWriter.write(out, tensors, metadata));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }

  /**
   * Brings a learner to where a run stood.
   *
   * @param learner of the same network and optimiser
   * @param expected a progress of the run as it is now set up: its length must be the same
   * @throws FormatException if the file does not fit
   */
  public static State restore(Path file, Learner learner, Progress expected) {
    SafetensorsFile saved = SafetensorsFile.open(file);
    Map<String, String> metadata = saved.metadata();
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new FormatException(file + ": metadata must say format " + FORMAT);
    }
    long stepsPerEpoch = whole(file, metadata, "steps_per_epoch");
    long epochs = whole(file, metadata, "epochs");
    if (stepsPerEpoch != expected.stepsPerEpoch() || epochs != expected.epochs()) {
      throw new FormatException(
          file
              + ": was written in a run of "
              + epochs
              + " epochs of "
              + stepsPerEpoch
              + " batches, this one has "
              + expected.epochs()
              + " of "
              + expected.stepsPerEpoch()
              + "; has the data set changed?");
    }
    State state = state(file, metadata, stepsPerEpoch, epochs);
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = saved.readAll();
      learner.detector().load(part(tensors, LIVE));
      learner.average().restore(whole(file, metadata, "average_updates"), part(tensors, AVERAGE));
      learner.optimizer().restore(part(tensors, OPTIMIZER));
      Map<String, Tensor> gradients = part(tensors, GRADIENT);
      learner.detector().parameters().forEach((name, tensor) -> give(tensor, gradients.get(name)));
    }
    return state;
  }

  /** Where it stood, before anything of the learner is changed. */
  private static State state(
      Path file, Map<String, String> metadata, long stepsPerEpoch, long epochs) {
    long step = whole(file, metadata, "step");
    String best = metadata.getOrDefault("best", "-Infinity");
    try {
      return new State(new Progress(step, stepsPerEpoch, epochs), Double.parseDouble(best));
    } catch (NumberFormatException e) {
      throw new FormatException(file + ": metadata best must be a number, got " + shown(best), e);
    } catch (IllegalArgumentException e) {
      throw new FormatException(file + ": metadata: " + e.getMessage(), e);
    }
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(LONGEST_SHOWN, text.length()));
  }

  private static void give(Tensor tensor, @Nullable Tensor gradient) {
    if (gradient != null) {
      // Owned by the parameter from here on, in C++, and where the parameter is.
      tensor.mutable_grad().put(gradient.to(tensor.device(), gradient.scalar_type()));
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
