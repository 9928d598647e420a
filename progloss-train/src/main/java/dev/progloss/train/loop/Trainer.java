package dev.progloss.train.loop;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.error.DivergedException;
import dev.progloss.core.schedule.Progress;
import dev.progloss.data.load.Prefetcher;
import dev.progloss.model.detector.FoldedDetector;
import dev.progloss.run.journal.SkippedStep;
import dev.progloss.train.batch.Batch;
import dev.progloss.train.profile.Phase;
import dev.progloss.train.profile.StepClock;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The loop: steps, evaluations, saved weights, in that order.
 *
 * @param learner what learns; borrowed
 * @param data the batches
 * @param validator judges the averaged weights
 * @param calendar says when
 * @param keeper puts weights away
 * @param policy says when besides, and when it is enough
 * @param listeners watch
 * @param clock told of every phase
 */
public record Trainer(
    Learner learner,
    TrainingData data,
    Validator validator,
    Calendar calendar,
    WeightKeeper keeper,
    RunPolicy policy,
    List<TrainListener> listeners,
    StepClock clock) {

  /** Copies the list. */
  public Trainer {
    listeners = List.copyOf(listeners);
  }

  /**
   * Learns from here to the end of the run, or until asked to stop.
   *
   * @param start where the run stands
   * @param threads loader threads
   * @param stop asked after every step
   * @param nanos the time, by which saves within an epoch are due
   * @return where it stands then
   * @throws DivergedException if too many steps in a row are not finite; the weights before them
   *     have been kept
   */
  public Standing run(Standing start, int threads, BooleanSupplier stop, LongSupplier nanos) {
    listeners.forEach(each -> each.started(start.next()));
    Standing now = start;
    long saved = nanos.getAsLong();
    try (Prefetcher<Batch> batches = data.from(start.next().step(), threads)) {
      boolean isStopped = policy.hasEnded(now);
      while (batches.hasNext() && !isStopped) {
        clock.enter(threads == 0 ? Phase.PREPARING : Phase.WAITING);
        Progress batch = now.next();
        now = step(batches.next(), now);
        isStopped = stop.getAsBoolean();
        if (calendar.evaluatesAfter(batch)) {
          now = judged(now);
          isStopped |= policy.hasEnded(now);
          saved = nanos.getAsLong();
        } else if (isStopped || batch.endsEpoch() || policy.savesAfter(nanos.getAsLong() - saved)) {
          clock.enter(Phase.SAVING);
          keeper.keepUnjudged(learner, now);
          saved = nanos.getAsLong();
        }
        clock.endStep();
      }
    }
    Progress end = now.next();
    listeners.forEach(each -> each.finished(end));
    return now;
  }

  private Standing step(Batch batch, Standing now) {
    try {
      var report = learner.step(batch, now.next(), clock);
      clock.enter(Phase.JOURNAL);
      listeners.forEach(each -> each.stepDone(report));
      return now.learned();
    } catch (DivergedException e) {
      clock.enter(Phase.JOURNAL);
      SkippedStep skipped = new SkippedStep(now.next(), e.what(), e.value());
      listeners.forEach(each -> each.stepSkipped(skipped));
      Standing then = now.skipped();
      if (then.skippedInARow() >= policy.maxBadSteps()) {
        keeper.keepRemains(learner, then);
        throw gaveUp(e, then);
      }
      return then;
    }
  }

  private static DivergedException gaveUp(DivergedException last, Standing then) {
    long finite = then.next().step() - then.skippedInARow() - 1;
    return new DivergedException(
        last.what(),
        last.value(),
        last.getMessage()
            + "; "
            + then.skippedInARow()
            + " steps in a row were not finite (max_bad_steps), last finite step "
            + (finite < 0 ? "none" : String.valueOf(finite)));
  }

  private Standing judged(Standing before) {
    clock.enter(Phase.EVALUATION);
    try (FoldedDetector folded =
        FoldedDetector.fold(
            learner.detector().network(),
            learner.average().tensors(),
            EnumSet.allOf(Branch.class))) {
      Validation validation = validator.judge(folded, learner.device(), before.next());
      listeners.forEach(each -> each.evaluated(validation));
      clock.enter(Phase.SAVING);
      double ap = validation.endToEnd().ap();
      Standing standing = before.judged(ap);
      keeper.keep(learner, standing, validation, before.isBetter(ap));
      return standing;
    }
  }
}
