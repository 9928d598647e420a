package dev.progloss.train.optimizer;

import dev.progloss.train.rate.RateStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adam with decoupled weight decay; rate factors are not heeded.
 *
 * <p>{@code p ← p (1 − lr · decay)}, {@code m ← β₁m + (1−β₁)g}, {@code v ← β₂v + (1−β₂)g²}, {@code
 * p ← p − lr · m̂ / (√v̂ + ε)} with {@code m̂ = m/(1−β₁ᵗ)}, {@code v̂ = v/(1−β₂ᵗ)}.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Decoupled weight decay regularization</a>
 */
final class AdamWOptimizer implements Optimizer {

  private static final String STEPS = "adam.steps";

  private final OptimizerConfig.AdamW config;
  private final ParameterGroups groups;
  private final List<Part> parts = new ArrayList<>();

  /** Steps taken: once as a number, once for the checkpoint. */
  private final Tensor steps;

  private long taken;

  private record Part(ParameterGroup group, FlatBuffer first, FlatBuffer second, boolean decays) {}

  AdamWOptimizer(List<Parameter> parameters, OptimizerConfig.AdamW config) {
    this.config = config;
    groups = new ParameterGroups(parameters);
    add(parameters.stream().filter(Parameter::decays).toList(), true);
    add(parameters.stream().filter(p -> !p.decays()).toList(), false);
    steps = groups.keptCount(STEPS);
  }

  private void add(List<Parameter> parameters, boolean decays) {
    for (ParameterGroup group : groups.add(parameters)) {
      parts.add(
          new Part(
              group, groups.kept("adam.first", group), groups.kept("adam.second", group), decays));
    }
  }

  @Override
  public void step(RateStep rates) {
    groups.step(
        () -> {
          steps.add_(new Scalar(1L));
          taken++;
          parts.forEach(part -> step(part, rates));
        });
  }

  private void step(Part part, RateStep rates) {
    ParameterGroup group = part.group();
    if (part.decays() && rates.weightDecay() > 0) {
      group.scale(p -> 1 - SgdOptimizer.rateOf(p, rates) * rates.weightDecay());
    }
    Tensor gradient = group.gradient();
    Tensor first = part.first().flat();
    Tensor second = part.second().flat();
    first.lerp_(gradient, new Scalar(1 - config.beta1()));
    second.mul_(new Scalar(config.beta2()));
    second.addcmul_(gradient, gradient, new Scalar(1 - config.beta2()));
    double firstBias = 1 - Math.pow(config.beta1(), (double) taken);
    double secondBias = 1 - Math.pow(config.beta2(), (double) taken);
    Tensor root = second.sqrt();
    root.div_(new Scalar(Math.sqrt(secondBias))).add_(new Scalar(config.eps()));
    gradient.copy_(first);
    gradient.div_(root);
    group.move(p -> SgdOptimizer.rateOf(p, rates) / firstBias);
  }

  @Override
  public double clip(double maxNorm) {
    return groups.clip(maxNorm);
  }

  @Override
  public void zeroGradients() {
    groups.zeroGradients();
  }

  @Override
  public Map<String, Tensor> state() {
    return groups.state();
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    groups.restore(state);
    taken = steps.item_long();
  }

  @Override
  public void close() {
    steps.close();
    groups.close();
  }
}
