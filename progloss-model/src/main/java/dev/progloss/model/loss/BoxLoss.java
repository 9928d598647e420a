package dev.progloss.model.loss;

import static org.bytedeco.pytorch.global.torch.maximum;

import dev.progloss.core.box.BoxFit;
import dev.progloss.core.box.Iou;
import dev.progloss.core.box.IouKind;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * How badly predicted boxes fit their targets: at least 0, about 0 for equal boxes. The twins in
 * doubles are {@link Iou} and {@link BoxFit}.
 */
public sealed interface BoxLoss {

  /**
   * The loss of each pair, not reduced.
   *
   * @return {@code [P]}, scoped
   */
  Tensor of(BoxPairs pairs);

  /** A loss that is 1 - IoU plus penalties, so that another IoU can take the place of its own. */
  sealed interface OfIou extends BoxLoss {

    /**
     * The IoU within the loss.
     *
     * @return {@code [P]}, scoped
     */
    default Tensor iou(BoxPairs pairs) {
      return BoxOverlap.of(IouKind.IOU, pairs.predicted(), pairs.target());
    }
  }

  /** 1 minus IoU, GIoU, DIoU or CIoU, in stride units; their sources are with the kinds. */
  record Overlap(IouKind kind) implements OfIou {

    @Override
    public Tensor of(BoxPairs pairs) {
      return oneMinus(BoxOverlap.of(kind, pairs.predicted(), pairs.target()));
    }
  }

  /**
   * 1 - IoU plus the squared differences of centre, width and height over those of the enclosing
   * box, in stride units.
   *
   * @see <a href="https://arxiv.org/abs/2101.08158">EIoU</a>
   */
  record Eiou() implements OfIou {

    @Override
    public Tensor of(BoxPairs pairs) {
      PairGeometry g = PairGeometry.of(pairs);
      Scalar epsilon = new Scalar(Iou.EPSILON);
      Tensor width = g.enclosing().x().square();
      Tensor height = g.enclosing().y().square();
      Tensor centre = g.offset().x().square().add(g.offset().y().square());
      Tensor wider = g.predicted().x().sub(g.target().x()).square();
      Tensor higher = g.predicted().y().sub(g.target().y()).square();
      return oneMinus(iou(pairs))
          .add(centre.div(width.add(height).add(epsilon)))
          .add(wider.div(width.add(epsilon)))
          .add(higher.div(height.add(epsilon)));
    }
  }

  /**
   * 1 - IoU plus half the sum of a distance cost that depends on the direction between the centres
   * and a shape cost, in stride units.
   *
   * @param theta exponent of the shape cost, at least 1; the paper uses 4
   * @see <a href="https://arxiv.org/abs/2205.12740">SIoU</a>
   */
  record Siou(double theta) implements OfIou {

    /** Checks the number. */
    public Siou {
      if (!(theta >= 1) || Double.isInfinite(theta)) {
        throw new IllegalArgumentException("SIoU's theta must be at least 1, got " + theta);
      }
    }

    @Override
    public Tensor of(BoxPairs pairs) {
      PairGeometry g = PairGeometry.of(pairs);
      Scalar epsilon = new Scalar(Iou.EPSILON);
      Tensor dx = g.offset().x();
      Tensor dy = g.offset().y();
      // The paper's 1 - 2 sin^2(arcsin(sin alpha) - pi / 4) is sin(2 alpha).
      Tensor angle =
          dx.mul(dy).abs().mul(new Scalar(2.0)).div(dx.square().add(dy.square()).add(epsilon));
      Tensor steepness = angle.sub(new Scalar(2.0)); // negative: -gamma
      Tensor distance =
          oneMinus(dx.div(g.enclosing().x().add(epsilon)).square().mul(steepness).exp())
              .add(oneMinus(dy.div(g.enclosing().y().add(epsilon)).square().mul(steepness).exp()));
      Tensor shape =
          gap(g.predicted().x(), g.target().x()).add(gap(g.predicted().y(), g.target().y()));
      return oneMinus(iou(pairs)).add(distance.add(shape).mul(new Scalar(0.5)));
    }

    private Tensor gap(Tensor predicted, Tensor target) {
      Tensor larger = maximum(predicted, target).add(new Scalar(Iou.EPSILON));
      return oneMinus(predicted.sub(target).abs().div(larger).neg().exp()).pow(new Scalar(theta));
    }
  }

  /**
   * 1 - IoU plus the squared distances of both corners in pixels over the squared diagonal of the
   * network's input in pixels.
   *
   * @see <a href="https://arxiv.org/abs/2307.07662">MPDIoU</a>
   */
  record Mpdiou() implements OfIou {

    @Override
    public Tensor of(BoxPairs pairs) {
      double diagonal = Math.pow(pairs.inputWidth(), 2) + Math.pow(pairs.inputHeight(), 2);
      BoxPairs pixels = pairs.inPixels();
      Tensor corners =
          pixels
              .predicted()
              .sub(pixels.target())
              .square()
              .sum(new long[] {1}, false, new ScalarTypeOptional());
      return oneMinus(iou(pairs)).add(corners.div(new Scalar(diagonal)));
    }
  }

  /**
   * 1 minus the normalised Gaussian Wasserstein distance {@code exp(-d / constant)}, in pixels:
   * made for objects of a few pixels, whose IoU leaps to 0 at the smallest shift.
   *
   * @param constant pixels, above 0: about the mean size of the objects; the paper uses 12.8
   * @see <a href="https://arxiv.org/abs/2110.13389">NWD</a>
   */
  record Nwd(double constant) implements BoxLoss {

    /** Checks the number. */
    public Nwd {
      if (!(constant > 0) || Double.isInfinite(constant)) {
        throw new IllegalArgumentException("NWD's constant must be above 0, got " + constant);
      }
    }

    @Override
    public Tensor of(BoxPairs pairs) {
      PairGeometry g = PairGeometry.of(pairs.inPixels());
      Tensor wider = g.predicted().x().sub(g.target().x()).square();
      Tensor higher = g.predicted().y().sub(g.target().y()).square();
      Tensor squared =
          g.offset()
              .x()
              .square()
              .add(g.offset().y().square())
              .add(wider.add(higher).mul(new Scalar(0.25)))
              .add(new Scalar(Iou.EPSILON * Iou.EPSILON)); // a root has no slope at 0
      return oneMinus(squared.sqrt().mul(new Scalar(-1 / constant)).exp());
    }
  }

  /**
   * Another loss with the IoU of boxes shrunk or grown about their centres in place of its own: its
   * loss + IoU - inner IoU.
   *
   * @param base whose penalties stay as they are
   * @param ratio factor of the sides, above 0: below 1 for a steeper slope near the target, above 1
   *     for a longer reach; the paper tries 0.7 to 1.5
   * @see <a href="https://arxiv.org/abs/2311.02877">Inner-IoU</a>
   */
  record Inner(OfIou base, double ratio) implements OfIou {

    /** Checks the number. */
    public Inner {
      if (!(ratio > 0) || Double.isInfinite(ratio)) {
        throw new IllegalArgumentException("inner ratio must be above 0, got " + ratio);
      }
    }

    @Override
    public Tensor iou(BoxPairs pairs) {
      return base.iou(pairs.inner(ratio));
    }

    @Override
    public Tensor of(BoxPairs pairs) {
      return base.of(pairs).add(base.iou(pairs)).sub(iou(pairs));
    }
  }

  /**
   * Another loss with a stretched IoU in place of its own: 0 up to {@code from}, 1 from {@code to}
   * on; its loss + IoU - stretched IoU.
   *
   * @param base whose penalties stay as they are
   * @param from where the line begins, at least 0: raise it to look at easy pairs
   * @param to where it ends, above {@code from}, at most 1: lower it to look at hard pairs
   * @see <a href="https://arxiv.org/abs/2401.10525">Focaler-IoU</a>
   */
  record Focaler(OfIou base, double from, double to) implements OfIou {

    /** Checks the numbers. */
    public Focaler {
      if (!(from >= 0 && to > from && to <= 1)) {
        throw new IllegalArgumentException(
            "Focaler-IoU needs 0 <= d < u <= 1, got " + from + " and " + to);
      }
    }

    @Override
    public Tensor iou(BoxPairs pairs) {
      return base.iou(pairs)
          .sub(new Scalar(from))
          .div(new Scalar(to - from))
          .clamp_min(new Scalar(0.0))
          .clamp_max(new Scalar(1.0));
    }

    @Override
    public Tensor of(BoxPairs pairs) {
      return base.of(pairs).add(base.iou(pairs)).sub(iou(pairs));
    }
  }

  private static Tensor oneMinus(Tensor value) {
    return value.neg().add(new Scalar(1.0));
  }
}
