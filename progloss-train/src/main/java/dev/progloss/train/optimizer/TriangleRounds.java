package dev.progloss.train.optimizer;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasLeft;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRight;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ssymm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ssyrk;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The rounds of {@link NewtonSchulz} on one large matrix in the processor's memory.
 *
 * <p>{@code XXᵀ} and its square are symmetric, so half of each is enough: LibTorch has no such
 * product, BLAS has (syrk, and symm to multiply by what is known by half). Of a matrix r × c a
 * round then takes {@code r²(3c + r) / 2} multiplications and not {@code r²(2c + r)}: a quarter to
 * a third less, and they are most of an optimiser step.
 */
final class TriangleRounds {

  /** The side below which a stack of matrices gains as much from being one call to LibTorch. */
  private static final long LEAST_SIDE = 64;

  /** Side of the squares in which a triangle is mirrored, so that both sides stay in the cache. */
  private static final int BLOCK = 16;

  private final int rows;
  private final int columns;
  private final int side;
  private final boolean tall;

  private TriangleRounds(Tensor matrix) {
    rows = Math.toIntExact(matrix.size(1));
    columns = Math.toIntExact(matrix.size(2));
    side = Math.min(rows, columns);
    tall = rows > columns;
  }

  /** Whether the matrices of a stack {@code [n, rows, columns]} are large enough to be cut out. */
  static boolean areLarge(Tensor stack) {
    return Math.min(stack.size(1), stack.size(2)) >= LEAST_SIDE;
  }

  /** Whether a stack is one matrix that these rounds are for. */
  static boolean serve(Tensor stack) {
    return stack.size(0) == 1
        && areLarge(stack)
        && stack.is_cpu()
        && stack.scalar_type().intern() == ScalarType.Float
        && stack.is_contiguous();
  }

  /**
   * Some rounds of {@code X ← aX + (bA + cA²)X, A = XXᵀ}; of a tall X, {@code X(bA + cA²), A =
   * XᵀX}.
   *
   * @param matrix {@code [1, rows, columns]} that these rounds {@link #serve}; used up
   * @return of the same shape; scoped
   */
  static Tensor of(Tensor matrix, int rounds, double a, double b, double c) {
    return new TriangleRounds(matrix).run(matrix, rounds, (float) a, (float) b, (float) c);
  }

  private Tensor run(Tensor matrix, int rounds, float a, float b, float c) {
    Tensor gram = matrix.new_empty(side, side);
    Tensor polynomial = matrix.new_empty(side, side);
    Tensor x = matrix;
    Tensor next = matrix.new_empty(matrix.shape());
    for (int i = 0; i < rounds; i++) {
      square(x, Math.max(rows, columns), columns, tall, 1, 0, gram);
      mirror(gram);
      polynomial.copy_(gram);
      square(gram, side, side, false, c, b, polynomial);
      next.copy_(x);
      multiply(polynomial, x, a, next);
      Tensor spare = x;
      x = next;
      next = spare;
    }
    return x;
  }

  /** {@code to ← alpha · MMᵀ + beta · to}, or of the transposed M; the lower triangle alone. */
  private void square(
      Tensor matrix,
      int inner,
      int stride,
      boolean transposed,
      float alpha,
      float beta,
      Tensor to) {
    cblas_ssyrk(
        CblasRowMajor,
        CblasLower,
        transposed ? CblasTrans : CblasNoTrans,
        side,
        inner,
        alpha,
        matrix.data_ptr_float(),
        stride,
        beta,
        to.data_ptr_float(),
        side);
  }

  /** {@code to ← SX + a · to}, or XS where X is tall, of a symmetric S whose lower half counts. */
  private void multiply(Tensor symmetric, Tensor x, float a, Tensor to) {
    cblas_ssymm(
        CblasRowMajor,
        tall ? CblasRight : CblasLeft,
        CblasLower,
        rows,
        columns,
        1,
        symmetric.data_ptr_float(),
        side,
        x.data_ptr_float(),
        columns,
        a,
        to.data_ptr_float(),
        columns);
  }

  /** Copies the lower triangle to the upper one. */
  private void mirror(Tensor square) {
    FloatPointer pointer = square.data_ptr_float();
    FloatBuffer numbers = pointer.limit((long) side * side).asBuffer();
    for (int top = 0; top < side; top += BLOCK) {
      int bottom = Math.min(side, top + BLOCK);
      for (int left = 0; left <= top; left += BLOCK) {
        for (int i = top; i < bottom; i++) {
          int right = Math.min(i, left + BLOCK);
          for (int j = left; j < right; j++) {
            numbers.put(j * side + i, numbers.get(i * side + j));
          }
        }
      }
    }
  }
}
