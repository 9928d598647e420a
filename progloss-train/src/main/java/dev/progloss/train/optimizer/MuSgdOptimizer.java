package dev.progloss.train.optimizer;

import dev.progloss.train.rate.RateStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * MuSGD: an orthogonalised step and an SGD step on every matrix, plain SGD on all else.
 *
 * <p>For a matrix: {@code m ← βm + (1−β)g}, {@code u = βm + (1−β)g}, {@code p ← p − lr · muon ·
 * √max(1, d₋₂/d₋₁) · NS(u)} with u as [first, rest] and d the last two sizes as stored; then
 * Nesterov SGD with rate {@code lr · sgd}, whose decay reads the parameter already moved.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Muon</a>
 */
final class MuSgdOptimizer implements Optimizer {

  private final OptimizerConfig.MuSgd config;
  private final ParameterGroups groups;
  private final List<MuonPart> muon = new ArrayList<>();
  private final List<NesterovPart> matrices = new ArrayList<>();
  private final List<NesterovPart> others = new ArrayList<>();

  MuSgdOptimizer(List<Parameter> parameters, OptimizerConfig.MuSgd config) {
    this.config = config;
    groups = new ParameterGroups(parameters);
    for (ParameterGroup group : groups.add(sortedMatrices(parameters))) {
      muon.add(new MuonPart(groups, group));
      matrices.add(new NesterovPart(groups, group));
    }
    for (List<Parameter> alike :
        List.of(
            parameters.stream().filter(p -> p.decays() && !isMatrix(p)).toList(),
            parameters.stream().filter(p -> !p.decays()).toList())) {
      groups.add(alike).forEach(group -> others.add(new NesterovPart(groups, group)));
    }
  }

  /** Matrices of one shape side by side, else in the order given. */
  private static List<Parameter> sortedMatrices(List<Parameter> parameters) {
    return parameters.stream()
        .filter(MuSgdOptimizer::isMatrix)
        .sorted(
            Comparator.comparingLong(Orthogonalizer::rows)
                .thenComparingLong(Orthogonalizer::columns))
        .toList();
  }

  private static boolean isMatrix(Parameter parameter) {
    return parameter.kind() == Parameter.Kind.MATRIX;
  }

  @Override
  public void step(RateStep rates) {
    groups.step(
        () -> {
          // The Muon part reads the gradients before the SGD part uses them up.
          muon.forEach(part -> part.step(rates.momentum(), p -> config.muon() * rate(p, rates)));
          matrices.forEach(part -> part.step(rates, p -> config.sgd() * rate(p, rates)));
          others.forEach(part -> part.step(rates, p -> rate(p, rates)));
        });
  }

  private static double rate(Parameter parameter, RateStep rates) {
    return parameter.kind() == Parameter.Kind.BIAS
        ? rates.biasLearningRate(parameter.rateFactor())
        : rates.learningRate(parameter.rateFactor());
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
    muon.forEach(MuonPart::close);
    groups.close();
  }
}
