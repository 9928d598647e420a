package dev.progloss.train.profile;

import java.util.Locale;

/** What the training thread does, in the order of a step; the last two come between steps. */
public enum Phase {
  /** Loader threads have not finished the next batch. */
  WAITING("waiting for pictures"),
  /** There is no loader thread: the training thread reads and augments. */
  PREPARING("preparing pictures"),
  /** What losses weigh and how fast to learn at this step. */
  SCHEDULE("schedule"),
  /** From bytes on the heap to a tensor on the device. */
  TENSOR("pictures to tensor"),
  /** The network forward. */
  FORWARD("forward"),
  /** Predictions to the heap, and who learns what. */
  ASSIGNMENT("assignment"),
  /** The raw terms, and their numbers. */
  LOSSES("losses"),
  /** A look at the gradients of single terms. */
  LENS("gradients by term"),
  /** Weighing the terms, and the network backward. */
  BACKWARD("backward"),
  /** Clipping, moving the parameters, gradients back to zero. */
  OPTIMIZER("clip and optimiser"),
  /** The running average of the weights. */
  AVERAGE("weight average"),
  /** Giving back the memory of the step's tensors. */
  RELEASE("releasing tensors"),
  /** The journal, and whoever else watches. */
  JOURNAL("journal and listeners"),
  /** Judging the averaged weights. */
  EVALUATION("evaluation"),
  /** Writing weights, and what is needed to go on. */
  SAVING("saving weights");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** Its name for programs. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is part of a step. */
  public boolean isInStep() {
    return compareTo(EVALUATION) < 0;
  }

  /** Whether the network itself is at work. */
  public boolean isNetwork() {
    return this == FORWARD || this == BACKWARD;
  }
}
