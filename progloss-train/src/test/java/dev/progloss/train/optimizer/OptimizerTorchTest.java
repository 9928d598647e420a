package dev.progloss.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.progloss.core.error.ConfigException;
import dev.progloss.core.error.FormatException;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.LeakCheck;
import dev.progloss.train.rate.RateStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OptimizerTorchTest {

  private static final double CLOSE = 1e-14;

  private TensorScope scope;

  @BeforeEach
  void openScope() {
    scope = TensorScope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  private static Parameter parameter(String name, double rateFactor, double... values) {
    Tensor leaf = Heap.tensor(values, values.length).set_requires_grad(true);
    return Parameter.of(name, leaf, rateFactor);
  }

  private static void gradient(Parameter parameter, double... values) {
    parameter.tensor().mutable_grad().put(Heap.tensor(values, parameter.tensor().shape()));
  }

  private static double value(Parameter parameter) {
    return Heap.doubles(parameter.tensor())[0];
  }

  @Test
  void sgd_twoSteps_areNesterovByHand() {
    Parameter p = parameter("norm.weight", 3, 1.0); // a norm does not decay; the factor is unheeded
    try (Optimizer optimizer = new OptimizerConfig.Sgd().build(List.of(p))) {
      RateStep rates = RateStep.steady(0.1, 0.5, 0.9);
      gradient(p, 2.0);
      optimizer.step(rates); // b = 2, update 2 + 0.5 · 2 = 3
      assertThat(value(p)).isCloseTo(0.7, offset(CLOSE));
      gradient(p, 1.0);
      optimizer.step(rates); // b = 0.5 · 2 + 1 = 2, update 1 + 0.5 · 2 = 2
      assertThat(value(p)).isCloseTo(0.5, offset(CLOSE));
    }
  }

  @Test
  void sgd_biasInWarmup_hasItsOwnRate() {
    Parameter bias = parameter("conv.bias", 1, 1.0);
    Parameter norm = parameter("norm.weight", 1, 1.0);
    try (Optimizer optimizer = new OptimizerConfig.Sgd().build(List.of(bias, norm))) {
      gradient(bias, 1.0);
      gradient(norm, 1.0);
      optimizer.step(new RateStep(0.01, 0, 0.1, 0, 0, 1));
      assertThat(value(bias)).isCloseTo(0.9, offset(CLOSE));
      assertThat(value(norm)).isEqualTo(1.0);
    }
  }

  @Test
  void muSgd_oneByOneMatrix_isByHand() {
    // 1 × 1, g = 1, β = 0: NS input u = 1, divided by 1 + 1e-7; five rounds of x(a + bx² + cx⁴).
    Parameter p =
        Parameter.of("m.weight", Heap.tensor(new double[] {1}, 1, 1).set_requires_grad(true), 2);
    double x = 1 / (1 + 1e-7);
    for (int i = 0; i < 5; i++) {
      x *= 3.4445 - 4.7750 * x * x + 2.0315 * x * x * x * x;
    }
    try (Optimizer optimizer = new OptimizerConfig.MuSgd(0.2, 0.5).build(List.of(p))) {
      gradient(p, 1.0);
      optimizer.step(RateStep.steady(0.1, 0, 0.25));
      double moved = 1 - 0.1 * 2 * 0.2 * x;
      double decayed = 1 + 0.25 * moved; // decay reads the parameter already moved
      assertThat(value(p)).isCloseTo(moved - 0.1 * 2 * 0.5 * decayed, offset(CLOSE));
    }
  }

  @Test
  void adamW_firstStep_isTheSignTimesTheRate() {
    Parameter p = parameter("norm.weight", 1, 1.0);
    try (Optimizer optimizer = new OptimizerConfig.AdamW(0.9, 0.999, 1e-8).build(List.of(p))) {
      gradient(p, -4.0);
      optimizer.step(RateStep.steady(0.1, 0, 0));
      assertThat(value(p)).isCloseTo(1 + 0.1 * 4 / (4 + 1e-8), offset(CLOSE));
    }
  }

  @Test
  void clip_longGradients_areScaledTogetherForTheStepOnly() {
    Parameter a = parameter("a.weight", 1, 0.0);
    Parameter b = parameter("b.bias", 1, 0.0, 0.0);
    try (Optimizer optimizer = new OptimizerConfig.Sgd().build(List.of(a, b))) {
      gradient(a, 3.0);
      gradient(b, 0.0, 4.0);
      assertThat(optimizer.clip(1)).isCloseTo(5, offset(CLOSE));
      optimizer.step(RateStep.steady(1, 0, 0));
      assertThat(value(a)).isCloseTo(-3 / 5.000001, offset(CLOSE));
      assertThat(Heap.doubles(b.tensor())[1]).isCloseTo(-4 / 5.000001, offset(CLOSE));
      assertThat(Heap.doubles(a.tensor().grad())[0]).isEqualTo(3.0);
    }
  }

  @Test
  void clip_shortGradients_areLeft() {
    Parameter a = parameter("a.weight", 1, 0.0);
    try (Optimizer optimizer = new OptimizerConfig.Sgd().build(List.of(a))) {
      gradient(a, 3.0);
      assertThat(optimizer.clip(10)).isEqualTo(3.0);
      optimizer.step(RateStep.steady(1, 0, 0));
      assertThat(value(a)).isEqualTo(-3.0);
    }
  }

  @Test
  void clip_gradientThatIsNotFinite_isTold() {
    Parameter a = parameter("a.weight", 1, 0.0);
    Parameter b = parameter("b.weight", 1, 0.0);
    try (Optimizer optimizer = new OptimizerConfig.Sgd().build(List.of(a, b))) {
      gradient(a, Double.NaN);
      gradient(b, 1.0);
      assertThat(optimizer.clip(10)).isNaN();
      gradient(a, Double.POSITIVE_INFINITY);
      assertThat(optimizer.clip(10)).isInfinite();
    }
  }

  @Test
  void zeroGradients_dropsThem_andTheNextStepSeesZeros() {
    Parameter a = parameter("a.weight", 1, 1.0);
    try (Optimizer optimizer = new OptimizerConfig.Sgd().build(List.of(a))) {
      gradient(a, 3.0);
      optimizer.clip(1);
      optimizer.zeroGradients();
      assertThat(a.tensor().grad().defined()).isFalse();
      optimizer.step(RateStep.steady(1, 0, 0));
      assertThat(value(a)).isEqualTo(1.0);
    }
  }

  @Test
  void restore_intoANewOptimizer_goesOnBitForBit() {
    for (OptimizerConfig config :
        List.of(
            OptimizerConfig.defaults(),
            new OptimizerConfig.Sgd(),
            new OptimizerConfig.AdamW(0.9, 0.999, 1e-8))) {
      List<Parameter> straight = network();
      List<Parameter> resumed = network();
      try (Optimizer one = config.build(straight);
          Optimizer first = config.build(resumed);
          Optimizer second = config.build(resumed)) {
        walk(one, straight, 0, 6);
        walk(first, resumed, 0, 3);
        Map<String, Tensor> saved = new LinkedHashMap<>();
        first.state().forEach((name, tensor) -> saved.put(name, tensor.clone()));
        second.restore(saved);
        walk(second, resumed, 3, 6);
        for (int i = 0; i < straight.size(); i++) {
          assertThat(Heap.doubles(resumed.get(i).tensor()))
              .as("%s of %s", straight.get(i).name(), config)
              .isEqualTo(Heap.doubles(straight.get(i).tensor()));
        }
        assertThat(second.state().keySet()).containsExactlyElementsOf(one.state().keySet());
      }
    }
  }

  @Test
  void restore_foreignState_isRefused() {
    List<Parameter> network = network();
    try (Optimizer optimizer = new OptimizerConfig.Sgd().build(network);
        Optimizer other = OptimizerConfig.defaults().build(network)) {
      assertThatThrownBy(() -> optimizer.restore(other.state()))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("another optimizer");
      assertThatThrownBy(() -> other.restore(optimizer.state()))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("got no such tensor");
      Map<String, Tensor> misshapen = new LinkedHashMap<>(optimizer.state());
      misshapen.put("momentum.norm.weight", torch.zeros(7));
      assertThatThrownBy(() -> optimizer.restore(misshapen))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("momentum.norm.weight must have shape [4], got [7]");
    }
  }

  @Test
  void build_wrongParameters_isRefused() {
    Parameter a = parameter("a.weight", 1, 1.0);
    OptimizerConfig sgd = new OptimizerConfig.Sgd();
    assertThatThrownBy(() -> sgd.build(List.of(a, a))).hasMessageContaining("unique");
    assertThatThrownBy(() -> sgd.build(List.of())).hasMessageContaining("got none");
    assertThatThrownBy(() -> new Parameter("a", a.tensor(), Parameter.Kind.MATRIX, 1))
        .hasMessageContaining("2 or 4 dimensions");
    assertThatThrownBy(() -> new OptimizerConfig.AdamW(1, 0.9, 1e-8))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("beta1");
  }

  @Test
  void step_aHundredTimes_leavesNothing() {
    for (OptimizerConfig config :
        List.of(
            OptimizerConfig.defaults(),
            new OptimizerConfig.Sgd(),
            new OptimizerConfig.AdamW(0.9, 0.999, 1e-8))) {
      List<Parameter> network = network();
      try (Optimizer optimizer = config.build(network)) {
        LeakCheck.assertNoLeak(100, () -> walk(optimizer, network, 0, 1));
      }
    }
  }

  @Test
  void buildAndClose_aHundredTimes_leavesNothing() {
    List<Parameter> network = network();
    LeakCheck.assertNoLeak(
        100,
        () -> {
          try (Optimizer optimizer = OptimizerConfig.defaults().build(network)) {
            walk(optimizer, network, 0, 1);
          }
        });
  }

  private static List<Parameter> network() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(leaf("conv.weight", 4, 3, 3, 3));
    parameters.add(leaf("conv.bias", 4));
    parameters.add(leaf("norm.weight", 4));
    parameters.add(leaf("point.weight", 6, 4, 1, 1));
    parameters.add(leaf("again.weight", 4, 3, 3, 3));
    parameters.add(leaf("cube", 2, 3, 4));
    return parameters;
  }

  private static Parameter leaf(String name, long... shape) {
    double[] values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> Math.sin(i + name.length()));
    return Parameter.of(name, Heap.tensor(values, shape).set_requires_grad(true), 1);
  }

  private static void walk(Optimizer optimizer, List<Parameter> parameters, int from, int to) {
    for (int step = from; step < to; step++) {
      try (TensorScope inner = TensorScope.open()) {
        for (Parameter p : parameters) {
          double[] values = new double[(int) p.tensor().numel()];
          int shift = step;
          Arrays.setAll(values, i -> Math.cos(i * 0.7 + shift));
          gradient(p, values);
        }
        optimizer.clip(5);
        optimizer.step(RateStep.steady(0.01, 0.9, 5e-4));
        optimizer.zeroGradients();
      }
    }
  }
}
