package dev.progloss.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.balance.TermTable;
import dev.progloss.core.box.Box;
import dev.progloss.core.box.Iou;
import dev.progloss.core.box.IouKind;
import dev.progloss.core.schedule.Progress;
import dev.progloss.model.assign.ImageTruth;
import dev.progloss.model.prediction.AnchorGrid;
import dev.progloss.model.prediction.BranchPredictions;
import dev.progloss.model.prediction.Predictions;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.LeakCheck;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossTorchTest {

  private static final AnchorGrid GRID = AnchorGrid.of(64, 64, 8, 16, 32);

  @ParameterizedTest
  @EnumSource(IouKind.class)
  void overlap_agreesWithThePlainTwin(IouKind kind) {
    Random random = new Random(5);
    double[] a = new double[4 * 50];
    double[] b = new double[4 * 50];
    for (int i = 0; i < 50; i++) {
      fill(a, i, random);
      fill(b, i, random);
    }
    try (TensorScope scope = TensorScope.open()) {
      double[] got =
          Heap.doubles(BoxOverlap.of(kind, Heap.tensor(a, 50, 4), Heap.tensor(b, 50, 4)));
      for (int i = 0; i < 50; i++) {
        assertThat(got[i])
            .isCloseTo(Iou.smoothed(kind, box(a, i), box(b, i)), Offset.offset(1e-12));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(IouKind.class)
  void overlap_gradient_agreesWithFiniteDifferences(IouKind kind) {
    double[] p = {1, 2, 6, 9};
    double[] t = {2, 1, 8, 7};
    double[] gradient;
    try (TensorScope scope = TensorScope.open()) {
      Tensor predicted = Heap.tensor(p, 1, 4).set_requires_grad(true);
      BoxOverlap.of(kind, predicted, Heap.tensor(t, 1, 4)).sum().backward();
      gradient = Heap.doubles(predicted.grad());
    }
    for (int k = 0; k < 4; k++) {
      double slope = (shifted(kind, p, t, k, 1e-6) - shifted(kind, p, t, k, -1e-6)) / 2e-6;
      assertThat(gradient[k]).isCloseTo(slope, Offset.offset(1e-6));
    }
  }

  /** CIoU's trade-off is constant for the gradient, so the difference holds it too. */
  private static double shifted(IouKind kind, double[] p, double[] t, int k, double by) {
    double[] moved = p.clone();
    moved[k] += by;
    Box target = box(t, 0);
    if (kind != IouKind.CIOU) {
      return Iou.smoothed(kind, box(moved, 0), target);
    }
    double aspect = aspect(box(p, 0), target);
    double tradeOff =
        aspect / (aspect - Iou.smoothed(IouKind.IOU, box(p, 0), target) + 1 + Iou.EPSILON);
    return Iou.smoothed(IouKind.DIOU, box(moved, 0), target)
        - aspect(box(moved, 0), target) * tradeOff;
  }

  private static double aspect(Box a, Box b) {
    double turn =
        Math.atan(b.width() / (b.height() + Iou.EPSILON))
            - Math.atan(a.width() / (a.height() + Iou.EPSILON));
    return 4 / (Math.PI * Math.PI) * turn * turn;
  }

  @Test
  void focal_ofHandMadeScore_isTheHandMadeNumber() {
    // p = 0.5: cross-entropy ln 2, times (1 - 0.5)^2, times 0.25 for the positive.
    try (TensorScope scope = TensorScope.open()) {
      Tensor logits = Heap.tensor(new double[] {0, 0}, 1, 2, 1);
      Tensor targets = Heap.tensor(new double[] {1, 0}, 1, 2, 1);
      double[] loss = Heap.doubles(new ClassLoss.Focal(2, 0.25).of(logits, targets));
      assertThat(loss[0]).isCloseTo(Math.log(2) * 0.25 * 0.25, Offset.offset(1e-15));
      assertThat(loss[1]).isCloseTo(Math.log(2) * 0.25 * 0.75, Offset.offset(1e-15));
      double[] plain = Heap.doubles(new ClassLoss.Focal(0, 0).of(logits, targets));
      assertThat(plain).containsExactly(Heap.doubles(new ClassLoss.Bce().of(logits, targets)));
    }
  }

  @Test
  void terms_noObjects_onlyClassificationIsLeft() {
    try (TensorScope scope = TensorScope.open()) {
      Predictions predictions = predictions(2);
      LossTerms terms =
          new Criterion(LossConfig.defaults())
              .terms(predictions, List.of(ImageTruth.NOTHING, ImageTruth.NOTHING));
      TermTable raw = terms.numbers();
      assertThat(raw.of(Branch.ONE_TO_ONE, Component.BOX)).isZero();
      assertThat(raw.of(Branch.ONE_TO_MANY, Component.L1)).isZero();
      // All logits 0: every score loses ln 2, nothing divides it (S is at least 1).
      assertThat(raw.of(Branch.ONE_TO_MANY, Component.CLS))
          .isCloseTo(2 * 3 * GRID.size() * Math.log(2), Offset.offset(1e-3));
      terms.weightedBy(LossPlan.preset(Preset.BOTH).at(Progress.atEpoch(0, 10))).backward();
      assertThat(predictions.of(Branch.ONE_TO_ONE).scores().grad().defined()).isTrue();
    }
  }

  @Test
  void terms_positivesOfOtherBranches_refuse() {
    try (TensorScope scope = TensorScope.open()) {
      Predictions both = predictions(1);
      Criterion criterion = new Criterion(LossConfig.defaults());
      Predictions one =
          new Predictions(Map.of(Branch.ONE_TO_ONE, both.of(Branch.ONE_TO_ONE)), both.anchors());
      BatchPositives positives = criterion.assign(one, List.of(ImageTruth.NOTHING));
      assertThatThrownBy(() -> criterion.terms(both, positives))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nothing was assigned in branch " + Branch.ONE_TO_MANY);
    }
  }

  /** Raw l1 is a share of the image: a miss by the whole input weighs about 1, not hundreds. */
  @Test
  void l1_isAShareOfTheImageNotPixels() {
    try (TensorScope scope = TensorScope.open()) {
      LossTerms terms =
          new Criterion(LossConfig.defaults())
              .terms(
                  predictions(1),
                  List.of(new ImageTruth(List.of(0), List.of(new Box(8, 8, 40, 48)))));
      double l1 = terms.numbers().of(Branch.ONE_TO_MANY, Component.L1);
      assertThat(l1).isGreaterThan(0).isLessThan(1);
    }
  }

  @Test
  void terms_manyTimes_leaveNoNativeObjects() {
    LeakCheck.assertNoLeak(
        50,
        () -> {
          try (TensorScope scope = TensorScope.open()) {
            LossTerms terms =
                new Criterion(LossConfig.defaults())
                    .terms(
                        predictions(1),
                        List.of(new ImageTruth(List.of(1), List.of(new Box(8, 8, 40, 48)))));
            terms.numbers();
            terms.weightedBy(LossPlan.preset(Preset.BOTH).at(Progress.atEpoch(1, 10))).backward();
          }
        });
  }

  private static Predictions predictions(int images) {
    Map<Branch, BranchPredictions> outputs = new EnumMap<>(Branch.class);
    for (Branch branch : Branch.values()) {
      outputs.put(
          branch,
          new BranchPredictions(
              torch.ones(images, 4, GRID.size()).set_requires_grad(true),
              torch.zeros(images, 3, GRID.size()).set_requires_grad(true)));
    }
    return new Predictions(outputs, GRID);
  }

  private static void fill(double[] boxes, int i, Random random) {
    boxes[4 * i] = random.nextDouble() * 10;
    boxes[4 * i + 1] = random.nextDouble() * 10;
    boxes[4 * i + 2] = boxes[4 * i] + 1 + random.nextDouble() * 10;
    boxes[4 * i + 3] = boxes[4 * i + 1] + 1 + random.nextDouble() * 10;
  }

  private static Box box(double[] boxes, int i) {
    return new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
  }
}
