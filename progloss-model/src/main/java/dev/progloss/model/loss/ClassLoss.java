package dev.progloss.model.loss;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** How wrong class scores are punished. */
public sealed interface ClassLoss {

  /**
   * The loss of every score, not reduced.
   *
   * @param logits {@code [B, C, A]}
   * @param targets {@code [B, C, A]} in 0..1
   * @return {@code [B, C, A]}, scoped
   */
  Tensor of(Tensor logits, Tensor targets);

  /** Binary cross-entropy of every class on its own. */
  record Bce() implements ClassLoss {

    @Override
    public Tensor of(Tensor logits, Tensor targets) {
      return crossEntropy(logits, targets);
    }
  }

  /**
   * Focal loss: cross-entropy times {@code (1 - p_t)^gamma}, so that the many easy negatives weigh
   * little; p_t = t p + (1 - t)(1 - p) with soft targets t.
   *
   * @param gamma how strongly easy examples fade, at least 0; 0 is plain cross-entropy
   * @param alpha weight of positives against 1 - alpha of negatives, 0..1; 0 weighs both by 1
   * @see <a href="https://arxiv.org/abs/1708.02002">Focal loss</a>
   */
  record Focal(double gamma, double alpha) implements ClassLoss {

    /** Checks the numbers. */
    public Focal {
      if (!(gamma >= 0 && alpha >= 0 && alpha <= 1)) {
        throw new IllegalArgumentException(
            "focal loss needs gamma >= 0 and alpha in 0..1, got " + gamma + " and " + alpha);
      }
    }

    @Override
    public Tensor of(Tensor logits, Tensor targets) {
      Scalar one = new Scalar(1.0);
      Tensor probability = logits.sigmoid();
      Tensor negative = targets.neg().add(one);
      Tensor right = targets.mul(probability).add(negative.mul(probability.neg().add(one)));
      Tensor hardness = right.neg().add(one).pow(new Scalar(gamma));
      Tensor loss = crossEntropy(logits, targets).mul(hardness);
      if (alpha == 0) {
        return loss;
      }
      Tensor balance = targets.mul(new Scalar(alpha)).add(negative.mul(new Scalar(1 - alpha)));
      return loss.mul(balance);
    }
  }

  /**
   * Varifocal loss: a positive's cross-entropy against its target score q weighs q, a negative's
   * weighs {@code alpha p^gamma}.
   *
   * @param gamma how strongly easy negatives fade, at least 1, or 0 for no fading; the paper uses 2
   * @param alpha weight of negatives, above 0; the paper uses 0.75
   * @see <a href="https://arxiv.org/abs/2008.13367">VarifocalNet</a>
   */
  record Varifocal(double gamma, double alpha) implements ClassLoss {

    /** Checks the numbers. */
    public Varifocal {
      if (!((gamma == 0 || gamma >= 1) && alpha > 0)) {
        throw new IllegalArgumentException(
            "varifocal loss needs gamma 0 or at least 1 and alpha above 0, got "
                + gamma
                + " and "
                + alpha);
      }
    }

    @Override
    public Tensor of(Tensor logits, Tensor targets) {
      Tensor background = targets.le(new Scalar(0.0)).to(targets.scalar_type());
      Tensor faded = logits.sigmoid().pow(new Scalar(gamma)).mul(new Scalar(alpha));
      return crossEntropy(logits, targets).mul(targets.add(faded.mul(background)));
    }
  }

  /**
   * Quality focal loss: cross-entropy against the target score times {@code |p - target|^beta}.
   *
   * @param beta how strongly scores that are nearly right fade, at least 1, or 0 for plain
   *     cross-entropy (below 1 the slope is infinite at the target); the paper uses 2
   * @see <a href="https://arxiv.org/abs/2006.04388">Generalized focal loss</a>
   */
  record QualityFocal(double beta) implements ClassLoss {

    /** Checks the number. */
    public QualityFocal {
      if (!(beta == 0 || beta >= 1)) {
        throw new IllegalArgumentException(
            "quality focal loss needs beta 0 or at least 1, got " + beta);
      }
    }

    @Override
    public Tensor of(Tensor logits, Tensor targets) {
      Tensor miss = logits.sigmoid().sub(targets).abs().pow(new Scalar(beta));
      return crossEntropy(logits, targets).mul(miss);
    }
  }

  private static Tensor crossEntropy(Tensor logits, Tensor targets) {
    TensorOptional none = new TensorOptional();
    return binary_cross_entropy_with_logits(logits, targets, none, none, 0);
  }
}
