package dev.progloss.train.optimizer;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor that is trained, and how.
 *
 * @param name its name in the network, unique within an optimiser
 * @param tensor the leaf itself, borrowed: it must outlive the optimiser
 * @param kind which rules it follows
 * @param rateFactor times the learning rate, above 0; heeded by MuSGD only, as published (the class
 *     towers have 3)
 */
public record Parameter(String name, Tensor tensor, Kind kind, double rateFactor) {

  /** What a parameter is to an optimiser. */
  public enum Kind {
    /** A tensor of two or four dimensions: Muon takes it as a matrix; decays. */
    MATRIX,
    /** An offset; does not decay, and its rate comes from above during warm-up. */
    BIAS,
    /** A scale of a normalisation; does not decay. */
    NORM,
    /** Anything else; decays, never Muon. */
    OTHER
  }

  /** Checks the factor and that a matrix can be one. */
  public Parameter {
    if (!(rateFactor > 0 && Double.isFinite(rateFactor))) {
      throw new IllegalArgumentException(
          name + ": rate factor must be finite and > 0, got " + rateFactor);
    }
    if (kind == Kind.MATRIX && tensor.dim() != 2 && tensor.dim() != 4) {
      throw new IllegalArgumentException(
          name + ": a matrix must have 2 or 4 dimensions, got " + Arrays.toString(tensor.shape()));
    }
  }

  /**
   * A parameter whose kind follows from its form: two or four dimensions make a matrix, a name that
   * ends in {@code bias} a bias, one dimension a norm.
   */
  public static Parameter of(String name, Tensor tensor, double rateFactor) {
    return new Parameter(name, tensor, kindOf(name, tensor.dim()), rateFactor);
  }

  private static Kind kindOf(String name, long dimensions) {
    if (dimensions == 2 || dimensions == 4) {
      return Kind.MATRIX;
    }
    if (name.endsWith("bias")) {
      return Kind.BIAS;
    }
    return dimensions == 1 ? Kind.NORM : Kind.OTHER;
  }

  boolean decays() {
    return kind == Kind.MATRIX || kind == Kind.OTHER;
  }
}
