package dev.progloss.model.loss;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.box.IouKind;
import dev.progloss.model.assign.Assigner;
import dev.progloss.model.assign.AssignerConfig;
import dev.progloss.model.assign.TaskAlignedAssigner;

/**
 * Which losses are computed on which anchors. What they weigh is said elsewhere: by a loss plan.
 *
 * @param classes how class scores are judged
 * @param boxes how boxes are judged
 * @param oneToMany assignment of the one-to-many branch
 * @param oneToOne assignment of the one-to-one branch
 */
public record LossConfig(ClassLoss classes, BoxLoss boxes, Assigner oneToMany, Assigner oneToOne) {

  /** Boxes judged by an overlap, task-aligned assignment. */
  public LossConfig(
      ClassLoss classes, IouKind boxes, AssignerConfig oneToMany, AssignerConfig oneToOne) {
    this(
        classes,
        new BoxLoss.Overlap(boxes),
        new TaskAlignedAssigner(oneToMany),
        new TaskAlignedAssigner(oneToOne));
  }

  /** Cross-entropy, CIoU, ten anchors an object and one. */
  public static LossConfig defaults() {
    return new LossConfig(
        new ClassLoss.Bce(), IouKind.CIOU, AssignerConfig.oneToMany(), AssignerConfig.oneToOne());
  }

  /** The same with other losses. */
  public LossConfig withLosses(ClassLoss otherClasses, BoxLoss otherBoxes) {
    return new LossConfig(otherClasses, otherBoxes, oneToMany, oneToOne);
  }

  /** The assignment of a branch. */
  public Assigner assigner(Branch branch) {
    return branch == Branch.ONE_TO_MANY ? oneToMany : oneToOne;
  }
}
