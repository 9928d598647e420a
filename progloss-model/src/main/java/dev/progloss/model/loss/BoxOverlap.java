package dev.progloss.model.loss;

import static org.bytedeco.pytorch.global.torch.atan;
import static org.bytedeco.pytorch.global.torch.maximum;
import static org.bytedeco.pytorch.global.torch.minimum;

import dev.progloss.core.box.Iou;
import dev.progloss.core.box.IouKind;
import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.shape.Shapes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Smoothed overlap of predicted boxes and their targets as tensors: the differentiable twin of
 * {@link Iou#smoothed}.
 */
public final class BoxOverlap {

  private BoxOverlap() {}

  /**
   * The overlap of each row. CIoU's trade-off weight is held constant when differentiating, as its
   * authors do.
   *
   * @param kind which overlap
   * @param predicted {@code [P, 4]} xyxy
   * @param target {@code [P, 4]} xyxy in the same frame
   * @return {@code [P]}, scoped
   */
  public static Tensor of(IouKind kind, Tensor predicted, Tensor target) {
    Shapes.require("[P, 4]", predicted, "predicted");
    Shapes.require("[P, 4]", target, "target");
    Tensor[] p = TensorLists.unbind(predicted, 1);
    Tensor[] t = TensorLists.unbind(target, 1);
    Scalar epsilon = new Scalar(Iou.EPSILON);
    Tensor widthP = p[2].sub(p[0]);
    Tensor heightP = p[3].sub(p[1]).add(epsilon);
    Tensor widthT = t[2].sub(t[0]);
    Tensor heightT = t[3].sub(t[1]).add(epsilon);
    Scalar zero = new Scalar(0.0);
    Tensor sharedX = minimum(p[2], t[2]).sub(maximum(p[0], t[0])).clamp_min(zero);
    Tensor sharedY = minimum(p[3], t[3]).sub(maximum(p[1], t[1])).clamp_min(zero);
    Tensor shared = sharedX.mul(sharedY);
    Tensor union = widthP.mul(heightP).add(widthT.mul(heightT)).sub(shared).add(epsilon);
    Tensor iou = shared.div(union);
    if (kind == IouKind.IOU) {
      return iou;
    }
    Tensor width = maximum(p[2], t[2]).sub(minimum(p[0], t[0]));
    Tensor height = maximum(p[3], t[3]).sub(minimum(p[1], t[1]));
    if (kind == IouKind.GIOU) {
      Tensor enclosing = width.mul(height).add(epsilon);
      return iou.sub(enclosing.sub(union).div(enclosing));
    }
    Tensor diagonal = width.square().add(height.square()).add(epsilon);
    Tensor dx = t[0].add(t[2]).sub(p[0]).sub(p[2]);
    Tensor dy = t[1].add(t[3]).sub(p[1]).sub(p[3]);
    Tensor distance = dx.square().add(dy.square()).div(new Scalar(4.0));
    Tensor diou = iou.sub(distance.div(diagonal));
    return kind == IouKind.DIOU
        ? diou
        : diou.sub(aspect(iou, widthP.div(heightP), widthT.div(heightT)));
  }

  /** CIoU's penalty on the difference of aspect ratios. */
  private static Tensor aspect(Tensor iou, Tensor ratioP, Tensor ratioT) {
    Tensor turn = atan(ratioT).sub(atan(ratioP));
    Tensor penalty = turn.square().mul(new Scalar(4 / (Math.PI * Math.PI)));
    Tensor held = penalty.detach();
    Tensor tradeOff = held.div(held.sub(iou.detach()).add(new Scalar(1 + Iou.EPSILON)));
    return penalty.mul(tradeOff);
  }
}
