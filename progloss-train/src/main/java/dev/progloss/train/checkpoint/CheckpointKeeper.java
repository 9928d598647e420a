package dev.progloss.train.checkpoint;

import dev.progloss.core.error.DataException;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.run.layout.Disk;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.run.store.Generations;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.loop.Standing;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.loop.WeightKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * Keeps {@code last}, {@code best} (by end-to-end AP, the first one in any case) and what is needed
 * to go on.
 */
public final class CheckpointKeeper implements WeightKeeper {

  private final RunDirectory run;
  private final Disk disk;
  private final ModelCard card;
  private final ResumeFile.Origin origin;
  private final Runnable beforeState;
  private final Consumer<Path> saved;
  private final Consumer<String> notes;

  /** Where files go, and what they are written through. */
  public record Place(RunDirectory run, Disk disk) {}

  /** Who is told of files of weights, and who of what a person should know. */
  public record Told(Consumer<Path> saved, Consumer<String> notes) {}

  /**
   * A keeper.
   *
   * @param card of the detector; each file adds to its provenance
   * @param origin what the run was made from, put beside its state
   * @param beforeState done before a state is written: what must then be on disk already
   * @param told told of every file of weights, and of what could not be tidied up
   */
  public CheckpointKeeper(
      Place place, ModelCard card, ResumeFile.Origin origin, Runnable beforeState, Told told) {
    this.run = place.run;
    this.disk = place.disk;
    this.card = card;
    this.origin = origin;
    this.beforeState = beforeState;
    this.saved = told.saved;
    this.notes = told.notes;
  }

  @Override
  public void keep(Learner learner, Standing standing, Validation validation, boolean isBest) {
    requireFinite(learner.average().tensors(), standing.next());
    String ap = Double.toString(validation.endToEnd().ap());
    write("last", learner, standing.next(), ap);
    if (isBest) {
      write("best", learner, standing.next(), ap);
    }
    keepState(learner, standing);
  }

  @Override
  public void keepUnjudged(Learner learner, Standing standing) {
    requireFinite(learner.average().tensors(), standing.next());
    write("last", learner, standing.next(), "not measured");
    keepState(learner, standing);
  }

  @Override
  public void keepRemains(Learner learner, Standing standing) {
    requireFinite(learner.average().tensors(), standing.next());
    write("last", learner, standing.next(), "not measured");
  }

  private void keepState(Learner learner, Standing standing) {
    beforeState.run();
    try {
      Generations.in(run.state(), disk)
          .write(standing.next().step(), out -> ResumeFile.write(out, learner, standing, origin))
          .notes()
          .forEach(notes);
      // The one file of runs that began before there were generations.
      Files.deleteIfExists(run.resumeState());
    } catch (IOException e) {
      throw new DataException(
          run.state()
              + ": the state at step "
              + standing.next().step()
              + " could not be saved ("
              + e
              + "); the one before it is whole: make room, then go on with resume="
              + run.folder(),
          e);
    }
  }

  /**
   * A guard that should never speak: steps with a loss or gradient that is not finite are left out.
   */
  private static void requireFinite(Map<String, Tensor> average, Progress next) {
    try (TensorScope scope = TensorScope.open()) {
      average.forEach(
          (name, tensor) -> {
            if (!tensor.isfinite().all().item_bool()) {
              throw new DivergedException(
                  name,
                  Double.NaN,
                  name
                      + " of the weight average is not finite before step "
                      + next.step()
                      + "; what was saved before stays as it is; a smaller lr0 may help");
            }
          });
    }
  }

  private void write(String which, Learner learner, Progress next, String ap) {
    Map<String, String> provenance = new LinkedHashMap<>(card.provenance());
    provenance.put("steps", next.step() + " of " + next.totalSteps());
    provenance.put("epochs", next.epoch() + " of " + next.epochs());
    provenance.put("ap", ap);
    ModelCard full =
        new ModelCard(
            card.scale(),
            card.bins(),
            card.objectness(),
            card.classes(),
            card.imageSide(),
            provenance);
    Path file = run.weights(which);
    ModelFile.write(disk, file, full, learner.average().tensors());
    saved.accept(file);
  }
}
