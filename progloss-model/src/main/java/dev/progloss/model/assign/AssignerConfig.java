package dev.progloss.model.assign;

/**
 * Settings of the task-aligned assigner.
 *
 * @param candidates how many anchors each object picks
 * @param kept how many it keeps once anchors wanted by several are given away; at most {@code
 *     candidates}, or 0 for all
 * @param alpha exponent of the class score
 * @param beta exponent of the overlap
 * @param growth how small objects are grown while candidates are chosen
 */
public record AssignerConfig(int candidates, int kept, double alpha, double beta, Growth growth) {

  /** Checks the numbers. */
  public AssignerConfig {
    if (candidates < 1 || kept < 0 || kept > candidates) {
      throw new IllegalArgumentException(
          "candidates must be at least 1 and kept 0 to candidates, got "
              + candidates
              + " and "
              + kept);
    }
    if (!(alpha >= 0 && beta >= 0)) {
      throw new IllegalArgumentException(
          "exponents must not be negative, got alpha " + alpha + ", beta " + beta);
    }
  }

  /** Ten anchors an object. */
  public static AssignerConfig oneToMany() {
    return new AssignerConfig(10, 0, 0.5, 6, Growth.PAPER);
  }

  /** Seven candidates an object, of which one is kept. */
  public static AssignerConfig oneToOne() {
    return new AssignerConfig(7, 1, 0.5, 6, Growth.PAPER);
  }

  /** The same with another growth. */
  public AssignerConfig withGrowth(Growth other) {
    return new AssignerConfig(candidates, kept, alpha, beta, other);
  }
}
