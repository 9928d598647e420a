package dev.progloss.train.loop;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.model.detector.FoldedDetector;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.profile.Phase;
import dev.progloss.train.profile.StepClock;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The loop: steps, evaluations, saved weights, in that order.
 *
 * @param learner what learns; borrowed
 * @param data the batches
 * @param validator judges the averaged weights
 * @param calendar says when
 * @param keeper puts weights away
 * @param listeners watch
 * @param clock told of every phase
 */
public record Trainer(
    Learner learner,
    TrainingData data,
    Validator validator,
    Calendar calendar,
    WeightKeeper keeper,
    List<TrainListener> listeners,
    StepClock clock) {

  /** Copies the list. */
  public Trainer {
    listeners = List.copyOf(listeners);
  }

  /**
   * Learns from here to the end of the run, or until asked to stop.
   *
   * @param start the first batch
   * @param threads loader threads
   * @param stop asked after every step
   * @return the batch that would come next; none is left at the end of the run
   * @throws DivergedException if a step is not finite; the weights before it have been kept
   */
  public Progress run(Progress start, int threads, BooleanSupplier stop) {
    listeners.forEach(each -> each.started(start));
    Progress now = start;
    try (Prefetcher<Batch> batches = data.from(start.step(), threads)) {
      boolean isStopped = false;
      while (batches.hasNext() && !isStopped) {
        clock.enter(threads == 0 ? Phase.PREPARING : Phase.WAITING);
        step(batches.next(), now);
        Progress next = after(now);
        isStopped = stop.getAsBoolean();
        if (calendar.evaluatesAfter(now)) {
          Validation validation = judged(next);
          clock.enter(Phase.SAVING);
          keeper.keep(learner, validation);
        } else if (isStopped) {
          clock.enter(Phase.SAVING);
          keeper.keepUnjudged(learner, next);
        }
        clock.endStep();
        now = next;
      }
    }
    Progress end = now;
    listeners.forEach(each -> each.finished(end));
    return end;
  }

  private void step(Batch batch, Progress now) {
    try {
      var report = learner.step(batch, now, clock);
      clock.enter(Phase.JOURNAL);
      listeners.forEach(each -> each.stepDone(report));
    } catch (DivergedException e) {
      keeper.keepRemains(learner, now);
      throw e;
    }
  }

  private Validation judged(Progress next) {
    clock.enter(Phase.EVALUATION);
    try (FoldedDetector folded =
        FoldedDetector.fold(
            learner.detector().network(),
            learner.average().tensors(),
            EnumSet.allOf(Branch.class))) {
      Validation validation = validator.judge(folded, learner.device(), next);
      listeners.forEach(each -> each.evaluated(validation));
      return validation;
    }
  }

  private static Progress after(Progress batch) {
    return new Progress(batch.step() + 1, batch.stepsPerEpoch(), batch.epochs());
  }
}
