package dev.progloss.train.optimizer;

import dev.progloss.core.error.ConfigException;
import java.util.List;

/** The choice of an optimiser. Rates, momentum and decay are the rate plan's. */
public sealed interface OptimizerConfig {

  /** An optimiser of these parameters; yours to close. */
  Optimizer build(List<Parameter> parameters);

  /** MuSGD with the gains of the published recipe. */
  static OptimizerConfig defaults() {
    return new MuSgd(0.2, 1.0);
  }

  /**
   * Muon and Nesterov SGD, both on every matrix; plain Nesterov SGD on all else.
   *
   * @param muon gain of the orthogonalised part, at least 0
   * @param sgd gain of the SGD part of matrices, at least 0
   */
  record MuSgd(double muon, double sgd) implements OptimizerConfig {
    /** Checks the gains. */
    public MuSgd {
      require(muon >= 0 && Double.isFinite(muon), "muSgd.muon must be finite and >= 0", muon);
      require(sgd >= 0 && Double.isFinite(sgd), "muSgd.sgd must be finite and >= 0", sgd);
    }

    @Override
    public Optimizer build(List<Parameter> parameters) {
      return new MuSgdOptimizer(parameters, this);
    }
  }

  /** Stochastic gradient descent with Nesterov momentum. */
  record Sgd() implements OptimizerConfig {
    @Override
    public Optimizer build(List<Parameter> parameters) {
      return new SgdOptimizer(parameters);
    }
  }

  /**
   * Adam with decoupled weight decay; the momentum of the rate plan does not reach it.
   *
   * @param beta1 decay of the average of gradients, in [0, 1)
   * @param beta2 decay of the average of their squares, in [0, 1)
   * @param eps added to the root of the latter, above 0
   */
  record AdamW(double beta1, double beta2, double eps) implements OptimizerConfig {
    /** Checks the ranges. */
    public AdamW {
      require(beta1 >= 0 && beta1 < 1, "adamW.beta1 must be in [0, 1)", beta1);
      require(beta2 >= 0 && beta2 < 1, "adamW.beta2 must be in [0, 1)", beta2);
      require(eps > 0 && Double.isFinite(eps), "adamW.eps must be finite and > 0", eps);
    }

    @Override
    public Optimizer build(List<Parameter> parameters) {
      return new AdamWOptimizer(parameters, this);
    }
  }

  private static void require(boolean kept, String rule, double value) {
    if (!kept) {
      throw new ConfigException("train.optimizer." + rule + ", got " + value);
    }
  }
}
