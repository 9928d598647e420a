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

  private static Tensor crossEntropy(Tensor logits, Tensor targets) {
    TensorOptional none = new TensorOptional();
    return binary_cross_entropy_with_logits(logits, targets, none, none, 0);
  }
}
