package dev.progloss.train.loop;

/** Puts weights away where a run can be taken up or served from. */
public interface WeightKeeper {

  /**
   * After an evaluation: what was learned so far, and what is needed to go on.
   *
   * @param standing with that evaluation in it
   * @param isBest whether it was better than all before
   */
  void keep(Learner learner, Standing standing, Validation validation, boolean isBest);

  /** Between evaluations: the same, but there is nothing new to compare. */
  void keepUnjudged(Learner learner, Standing standing);

  /**
   * When the run gives up after steps that were not finite: the weights of the last one that was,
   * for a look.
   */
  void keepRemains(Learner learner, Standing standing);
}
