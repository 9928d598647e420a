package dev.progloss.train.profile;

/**
 * Is told what the training thread does next. It only listens: a run ends with the same bytes
 * whatever clock it has.
 */
public interface StepClock {

  /** Measures nothing. */
  StepClock NONE =
      new StepClock() {
        @Override
        public void enter(Phase phase) {}

        @Override
        public void endStep() {}
      };

  /** A phase begins; it ends the one before. A step may enter a phase several times. */
  void enter(Phase phase);

  /**
   * The step is over, with the evaluation and saving behind it; until the next one nothing counts.
   */
  void endStep();
}
