package dev.progloss.train.loop;

import dev.progloss.core.schedule.Progress;

/** Puts weights away where a run can be taken up or served from. */
public interface WeightKeeper {

  /** After an evaluation: what was learned so far, and what is needed to go on. */
  void keep(Learner learner, Validation validation);

  /**
   * On request, between evaluations: the same, but there is nothing new to compare.
   *
   * @param next the batch that would have come
   */
  void keepUnjudged(Learner learner, Progress next);

  /**
   * After a step that was not finite: the weights before it, for a look; the run cannot go on from
   * there.
   */
  void keepRemains(Learner learner, Progress failed);
}
