package dev.progloss.train.optimizer;

import static org.bytedeco.pytorch.global.torch.baddbmm;
import static org.bytedeco.pytorch.global.torch.bmm;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Brings the singular values of matrices near 1 by products alone.
 *
 * <p>Five rounds of {@code X ← aX + (bA + cA²)X, A = XXᵀ}, from X divided by its Frobenius norm, on
 * the wide side up. The coefficients do not converge to 1 but reach about 0.7..1.2 fast.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Muon</a>
 */
final class NewtonSchulz {

  private static final int ROUNDS = 5;
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;
  private static final double EPSILON = 1e-7;

  private NewtonSchulz() {}

  /**
   * Orthogonalises each matrix of a stack.
   *
   * @param stack {@code [n, rows, columns]}
   * @return of the same shape; scoped
   */
  static Tensor orthogonalized(Tensor stack) {
    return orthogonalized(stack, norms(stack));
  }

  /**
   * The Frobenius norm of each matrix of a stack. The one sum whose rounding depends on the number
   * of threads that LibTorch has where it is called.
   *
   * @param stack {@code [n, rows, columns]}
   * @return {@code [n, 1, 1]}, scoped
   */
  static Tensor norms(Tensor stack) {
    boolean tall = stack.size(1) > stack.size(2);
    ScalarOptional two = new ScalarOptional(new Scalar(2.0));
    return (tall ? stack.transpose(1, 2) : stack).norm(two, new long[] {1, 2}, true);
  }

  /**
   * Orthogonalises each matrix of a stack whose norms are known.
   *
   * @param stack {@code [n, rows, columns]}
   * @param norms {@code [n, 1, 1]}
   * @return of the stack's shape; scoped
   */
  static Tensor orthogonalized(Tensor stack, Tensor norms) {
    Tensor scaled = stack.div(norms.add(new Scalar(EPSILON)));
    if (TriangleRounds.serve(scaled)) {
      return TriangleRounds.of(scaled, ROUNDS, A, B, C);
    }
    boolean tall = stack.size(1) > stack.size(2);
    Tensor x = tall ? scaled.transpose(1, 2) : scaled;
    Scalar a = new Scalar(A);
    Scalar b = new Scalar(B);
    Scalar c = new Scalar(C);
    Scalar one = new Scalar(1.0);
    for (int i = 0; i < ROUNDS; i++) {
      Tensor gram = bmm(x, x.transpose(1, 2));
      Tensor polynomial = baddbmm(gram, gram, gram, b, c);
      x = baddbmm(x, polynomial, x, a, one);
    }
    return tall ? x.transpose(1, 2) : x;
  }
}
