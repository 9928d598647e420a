package dev.progloss.model.loss;

import static org.bytedeco.pytorch.global.torch.maximum;
import static org.bytedeco.pytorch.global.torch.minimum;

import dev.progloss.torch.scope.TensorLists;
import dev.progloss.torch.shape.Shapes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Sizes and distances that losses of boxes are made of, each {@code [P]} and in the boxes' unit.
 *
 * @param predicted width and height of the predictions
 * @param target width and height of the targets
 * @param enclosing width and height of the boxes that hold both
 * @param offset from the target's centre to the prediction's, x and y
 */
record PairGeometry(Side predicted, Side target, Side enclosing, Side offset) {

  /** Something along x and along y. */
  record Side(Tensor x, Tensor y) {}

  static PairGeometry of(BoxPairs pairs) {
    Shapes.require("[P, 4]", pairs.predicted(), "predicted");
    Shapes.require("[P, 4]", pairs.target(), "target");
    Tensor[] p = TensorLists.unbind(pairs.predicted(), 1);
    Tensor[] t = TensorLists.unbind(pairs.target(), 1);
    Scalar half = new Scalar(0.5);
    return new PairGeometry(
        new Side(p[2].sub(p[0]), p[3].sub(p[1])),
        new Side(t[2].sub(t[0]), t[3].sub(t[1])),
        new Side(
            maximum(p[2], t[2]).sub(minimum(p[0], t[0])),
            maximum(p[3], t[3]).sub(minimum(p[1], t[1]))),
        new Side(
            p[0].add(p[2]).sub(t[0]).sub(t[2]).mul(half),
            p[1].add(p[3]).sub(t[1]).sub(t[3]).mul(half)));
  }
}
