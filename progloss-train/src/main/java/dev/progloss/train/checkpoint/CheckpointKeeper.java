package dev.progloss.train.checkpoint;

import dev.progloss.core.schedule.Progress;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.loop.Learner;
import dev.progloss.train.loop.Validation;
import dev.progloss.train.loop.WeightKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps {@code last}, {@code best} (by end-to-end AP, the first one in any case) and, until the run
 * is over, what is needed to go on.
 */
public final class CheckpointKeeper implements WeightKeeper {

  private final RunDirectory run;
  private final ModelCard card;
  private final Consumer<Path> saved;
  private double best;

  /**
   * A keeper.
   *
   * @param card of the detector; each file adds to its provenance
   * @param best the best AP so far; negative infinity where there was none
   * @param saved told of every file of weights
   */
  public CheckpointKeeper(RunDirectory run, ModelCard card, double best, Consumer<Path> saved) {
    this.run = run;
    this.card = card;
    this.best = best;
    this.saved = saved;
  }

  @Override
  public void keep(Learner learner, Validation validation) {
    Progress next = validation.next();
    double ap = validation.endToEnd().ap();
    write("last", learner, next, Double.toString(ap));
    if (ap > best) {
      best = ap;
      write("best", learner, next, Double.toString(ap));
    }
    if (next.step() == next.totalSteps()) {
      finish();
    } else {
      keepState(learner, next);
    }
  }

  @Override
  public void keepUnjudged(Learner learner, Progress next) {
    write("last", learner, next, "not measured");
    keepState(learner, next);
  }

  @Override
  public void keepRemains(Learner learner, Progress failed) {
    write("last", learner, failed, "not measured");
  }

  private void keepState(Learner learner, Progress next) {
    ResumeFile.write(run.resumeState(), learner, new ResumeFile.State(next, best));
  }

  private void finish() {
    try {
      Files.deleteIfExists(run.resumeState());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    ModelFile.write(file, full, learner.average().tensors());
    saved.accept(file);
  }
}
