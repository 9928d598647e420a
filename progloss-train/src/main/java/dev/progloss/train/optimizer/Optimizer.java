package dev.progloss.train.optimizer;

import dev.progloss.core.error.FormatException;
import dev.progloss.train.rate.RateStep;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Moves parameters along their gradients.
 *
 * <p>Build it outside any tensor scope; it owns its buffers until closed and borrows the
 * parameters. A parameter without a gradient counts as one whose gradient is zero.
 */
public sealed interface Optimizer extends AutoCloseable
    permits MuSgdOptimizer, SgdOptimizer, AdamWOptimizer {

  /**
   * Limits the norm of all gradients together for the next {@link #step}; the gradients that the
   * parameters hold are left as they are.
   *
   * @param maxNorm above 0; infinity only measures
   * @return the norm before; where it is not finite nothing is scaled and the caller should not
   *     step
   */
  double clip(double maxNorm);

  /** One step with these rates, on the gradients as clipped last, or else as they are. */
  void step(RateStep rates);

  /** Drops all gradients. */
  void zeroGradients();

  /** What a checkpoint must hold, by name, always in the same order; borrowed. */
  Map<String, Tensor> state();

  /**
   * Takes over a state; the tensors given are copied.
   *
   * @throws FormatException if names or shapes are not those of {@link #state}
   */
  void restore(Map<String, Tensor> state);

  @Override
  void close();
}
