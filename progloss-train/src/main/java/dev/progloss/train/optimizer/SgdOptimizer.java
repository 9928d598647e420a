package dev.progloss.train.optimizer;

import dev.progloss.train.rate.RateStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Stochastic gradient descent with Nesterov momentum; rate factors are not heeded. */
final class SgdOptimizer implements Optimizer {

  private final ParameterGroups groups;
  private final List<NesterovPart> parts = new ArrayList<>();

  SgdOptimizer(List<Parameter> parameters) {
    groups = new ParameterGroups(parameters);
    List<ParameterGroup> all = new ArrayList<>();
    all.addAll(groups.add(parameters.stream().filter(Parameter::decays).toList()));
    all.addAll(groups.add(parameters.stream().filter(p -> !p.decays()).toList()));
    all.forEach(group -> parts.add(new NesterovPart(groups, group)));
  }

  @Override
  public void step(RateStep rates) {
    groups.step(() -> parts.forEach(part -> part.step(rates, p -> rateOf(p, rates))));
  }

  /** The rate of a parameter where factors are not heeded. */
  static double rateOf(Parameter parameter, RateStep rates) {
    return parameter.kind() == Parameter.Kind.BIAS
        ? rates.biasLearningRate(1)
        : rates.learningRate(1);
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
  }

  @Override
  public void close() {
    groups.close();
  }
}
