package dev.progloss.core.balance;

import dev.progloss.core.schedule.Progress;
import java.util.Map;

/**
 * What a batch that was learned says to a {@link WeightSource}.
 *
 * @param progress where training stood
 * @param raw its losses, unweighted
 * @param gradientNorms norm of the gradient of each component's loss, as it was weighed, for the
 *     last weights that all heads share; empty unless the source asks for it
 */
public record LossReport(Progress progress, TermTable raw, Map<Component, Double> gradientNorms) {

  /** Copies the map. */
  public LossReport {
    gradientNorms = Map.copyOf(gradientNorms);
  }
}
