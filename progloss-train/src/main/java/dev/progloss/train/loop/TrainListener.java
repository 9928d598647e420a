package dev.progloss.train.loop;

import dev.progloss.core.schedule.Progress;
import dev.progloss.run.journal.SkippedStep;
import dev.progloss.run.journal.StepRecord;
import java.nio.file.Path;

/** Watches a run at six moments. It gets numbers, never the trainer. */
public interface TrainListener {

  /**
   * Training begins, or goes on.
   *
   * @param next the first batch to come
   */
  default void started(Progress next) {}

  /** A batch was learned. */
  default void stepDone(StepRecord step) {}

  /** A batch was left out, since its loss or gradient was not finite. */
  default void stepSkipped(SkippedStep step) {}

  /** The detector was judged. */
  default void evaluated(Validation validation) {}

  /**
   * Weights were written.
   *
   * @param file where
   */
  default void saved(Path file) {}

  /**
   * Training is over, or was stopped on request.
   *
   * @param next the batch that would have come; at the end of the run, none is left
   */
  default void finished(Progress next) {}
}
