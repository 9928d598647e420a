package dev.progloss.model.loss;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.box.IouKind;
import dev.progloss.model.assign.AssignerConfig;

/**
 * Which losses are computed on which anchors. What they weigh is said elsewhere: by a loss plan.
 *
 * @param classes how class scores are judged
 * @param boxes which overlap boxes are judged by
 * @param oneToMany assignment of the one-to-many branch
 * @param oneToOne assignment of the one-to-one branch
 */
public record LossConfig(
    ClassLoss classes, IouKind boxes, AssignerConfig oneToMany, AssignerConfig oneToOne) {

  /** Cross-entropy, CIoU, ten anchors an object and one. */
  public static LossConfig defaults() {
    return new LossConfig(
        new ClassLoss.Bce(), IouKind.CIOU, AssignerConfig.oneToMany(), AssignerConfig.oneToOne());
  }

  /** The assignment of a branch. */
  public AssignerConfig assigner(Branch branch) {
    return branch == Branch.ONE_TO_MANY ? oneToMany : oneToOne;
  }
}
