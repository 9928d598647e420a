package dev.progloss.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class loss: its twin in doubles, its slope, hand-made numbers and extreme scores. */
class ClassLossTorchTest {

  /** A loss with its twin, a function of probability and target. */
  record Case(ClassLoss loss, DoubleBinaryOperator twin) {
    @Override
    public String toString() {
      return loss.toString();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(new ClassLoss.Bce(), ClassLossTorchTest::entropy),
        new Case(
            new ClassLoss.Focal(1.5, 0.25),
            (p, t) ->
                entropy(p, t)
                    * Math.pow(1 - (t * p + (1 - t) * (1 - p)), 1.5)
                    * (0.25 * t + 0.75 * (1 - t))),
        new Case(
            new ClassLoss.Varifocal(2, 0.75),
            (p, t) -> t > 0 ? t * entropy(p, t) : -0.75 * p * p * Math.log(1 - p)),
        new Case(new ClassLoss.QualityFocal(2), (p, t) -> Math.pow(p - t, 2) * entropy(p, t)));
  }

  private static double entropy(double p, double t) {
    return -t * Math.log(p) - (1 - t) * Math.log(1 - p);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_randomScores_isThePlainTwin(Case each) {
    Random random = new Random(9);
    double[] logits = random.doubles(60, -6, 6).toArray();
    double[] targets = random.doubles(60, -1, 1).map(t -> Math.max(t, 0)).toArray();
    double[] got = loss(each.loss, logits, targets);
    for (int i = 0; i < got.length; i++) {
      double p = 1 / (1 + Math.exp(-logits[i]));
      assertThat(got[i])
          .isCloseTo(each.twin.applyAsDouble(p, targets[i]), Offset.offset(1e-12))
          .isGreaterThanOrEqualTo(0);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_gradient_agreesWithCentralDifferences(Case each) {
    double[] targets = {0, 0, 0, 0.3, 0.3, 0.8, 0.8, 1, 1};
    double[] logits = {-4, 0.2, 3, -2, 1.5, -1, 2.5, -3, 1};
    double[] gradient = gradient(each.loss, logits, targets);
    double step = 1e-6;
    for (int i = 0; i < logits.length; i++) {
      double[] target = {targets[i]};
      double more = loss(each.loss, new double[] {logits[i] + step}, target)[0];
      double less = loss(each.loss, new double[] {logits[i] - step}, target)[0];
      assertThat(gradient[i]).isCloseTo((more - less) / (2 * step), Offset.offset(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_extremeScores_hasFiniteLossAndGradient(Case each) {
    double[] logits = {-200, -200, -200, 200, 200, 200, 0, 0};
    double[] targets = {0, 0.5, 1, 0, 0.5, 1, 0.5, 0};
    for (double value : loss(each.loss, logits, targets)) {
      assertThat(value).isFinite();
    }
    for (double value : gradient(each.loss, logits, targets)) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void varifocal_ofHandMadeScores_isTheHandMadeNumber() {
    // p = 0.5, so cross-entropy is ln 2 whatever the target; a positive weighs its target 0.6, a
    // negative 0.75 * 0.5^2.
    double[] got =
        loss(new ClassLoss.Varifocal(2, 0.75), new double[] {0, 0}, new double[] {0.6, 0});
    assertThat(got[0]).isCloseTo(0.6 * Math.log(2), Offset.offset(1e-15));
    assertThat(got[1]).isCloseTo(0.1875 * Math.log(2), Offset.offset(1e-15));
  }

  @Test
  void qualityFocal_ofHandMadeScores_isTheHandMadeNumber() {
    // p = 0.5: |0.5 - 0.75|^2 ln 2; nothing where the score is the target.
    double[] got =
        loss(new ClassLoss.QualityFocal(2), new double[] {0, 0}, new double[] {0.75, 0.5});
    assertThat(got[0]).isCloseTo(0.0625 * Math.log(2), Offset.offset(1e-15));
    assertThat(got[1]).isZero();
    double[] logits = {-1, 2};
    double[] targets = {0.3, 0};
    assertThat(loss(new ClassLoss.QualityFocal(0), logits, targets))
        .containsExactly(loss(new ClassLoss.Bce(), logits, targets));
  }

  @Test
  void constants_outOfRange_areRefused() {
    assertThatThrownBy(() -> new ClassLoss.Varifocal(0.5, 0.75)).hasMessageContaining("got 0.5");
    assertThatThrownBy(() -> new ClassLoss.Varifocal(2, 0)).hasMessageContaining("and 0.0");
    assertThatThrownBy(() -> new ClassLoss.QualityFocal(0.5)).hasMessageContaining("got 0.5");
  }

  private static double[] loss(ClassLoss loss, double[] logits, double[] targets) {
    try (TensorScope scope = TensorScope.open()) {
      return Heap.doubles(
          loss.of(
              Heap.tensor(logits, 1, 1, logits.length), Heap.tensor(targets, 1, 1, logits.length)));
    }
  }

  private static double[] gradient(ClassLoss loss, double[] logits, double[] targets) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor leaf = Heap.tensor(logits, 1, 1, logits.length).set_requires_grad(true);
      loss.of(leaf, Heap.tensor(targets, 1, 1, logits.length)).sum().backward();
      return Heap.doubles(leaf.grad());
    }
  }
}
