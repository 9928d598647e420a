package dev.progloss.train.optimizer;

import static org.bytedeco.pytorch.global.torch.add_out;

import dev.progloss.train.rate.RateStep;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;

/**
 * Nesterov momentum on one group: {@code b ← βb + g, p ← p − lr (g + βb)}, decay added to g before.
 */
final class NesterovPart {

  private final ParameterGroup group;
  private final FlatBuffer momentum;
  private final boolean decays;

  NesterovPart(ParameterGroups groups, ParameterGroup group) {
    this.group = group;
    this.momentum = groups.kept("momentum", group);
    this.decays = group.parameters().stream().allMatch(Parameter::decays);
  }

  /** One step on the gathered gradients, which are used up. */
  void step(RateStep rates, ToDoubleFunction<Parameter> rate) {
    if (decays && rates.weightDecay() > 0) {
      group.addDecay(rates.weightDecay());
    }
    Scalar beta = new Scalar(rates.momentum());
    add_out(momentum.flat(), group.gradient(), momentum.flat(), beta);
    group.gradient().add_(momentum.flat(), beta);
    group.move(rate);
  }
}
