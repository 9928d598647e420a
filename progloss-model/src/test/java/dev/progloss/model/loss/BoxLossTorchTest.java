package dev.progloss.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.box.Box;
import dev.progloss.core.box.BoxFit;
import dev.progloss.core.box.Iou;
import dev.progloss.core.box.IouKind;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.LeakCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every box loss: its twin in doubles, its slope, its range, and boxes that are hardly boxes. */
class BoxLossTorchTest {

  private static final int WIDTH = 64;
  private static final int HEIGHT = 96;
  private static final double STRIDE = 8;

  /**
   * A loss with its fit in doubles.
   *
   * @param isScaleFree whether only the shape of a pair matters
   */
  record Case(BoxLoss loss, ToDoubleBiFunction<Box, Box> fit, boolean isScaleFree) {
    @Override
    public String toString() {
      return loss.toString();
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (IouKind kind : IouKind.values()) {
      cases.add(new Case(new BoxLoss.Overlap(kind), (a, b) -> Iou.smoothed(kind, a, b), true));
    }
    cases.add(new Case(new BoxLoss.Eiou(), BoxFit::eiou, true));
    cases.add(new Case(new BoxLoss.Siou(4), (a, b) -> BoxFit.siou(a, b, 4), true));
    cases.add(new Case(new BoxLoss.Mpdiou(), BoxLossTorchTest::mpdiou, false));
    cases.add(
        new Case(
            new BoxLoss.Nwd(12.8),
            (a, b) -> BoxFit.nwd(a.scaled(STRIDE, STRIDE), b.scaled(STRIDE, STRIDE), 12.8),
            false));
    for (double ratio : new double[] {0.7, 1.3}) {
      for (Case base : List.copyOf(cases.subList(0, 7))) {
        BoxLoss.OfIou plain = (BoxLoss.OfIou) base.loss;
        cases.add(
            new Case(
                new BoxLoss.Inner(plain, ratio),
                (a, b) ->
                    base.fit.applyAsDouble(a, b)
                        - Iou.smoothed(IouKind.IOU, a, b)
                        + BoxFit.innerIou(a, b, ratio),
                base.isScaleFree));
      }
    }
    for (Case base : List.copyOf(cases.subList(0, 7))) {
      cases.add(
          new Case(
              new BoxLoss.Focaler((BoxLoss.OfIou) base.loss, 0.1, 0.9),
              (a, b) -> {
                double iou = Iou.smoothed(IouKind.IOU, a, b);
                return base.fit.applyAsDouble(a, b) - iou + BoxFit.focaler(iou, 0.1, 0.9);
              },
              base.isScaleFree));
    }
    cases.add(
        new Case(
            new BoxLoss.Focaler(
                new BoxLoss.Inner(new BoxLoss.Overlap(IouKind.DIOU), 0.8), 0.05, 0.95),
            (a, b) ->
                Iou.smoothed(IouKind.DIOU, a, b)
                    - Iou.smoothed(IouKind.IOU, a, b)
                    + BoxFit.focaler(BoxFit.innerIou(a, b, 0.8), 0.05, 0.95),
            true));
    return cases;
  }

  private static double mpdiou(Box a, Box b) {
    // Distances in pixels, IoU in stride units: only the smoothing can tell the difference.
    return Iou.smoothed(IouKind.IOU, a, b)
        - Iou.smoothed(IouKind.IOU, a.scaled(STRIDE, STRIDE), b.scaled(STRIDE, STRIDE))
        + BoxFit.mpdiou(a.scaled(STRIDE, STRIDE), b.scaled(STRIDE, STRIDE), WIDTH, HEIGHT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_randomPairs_isOneMinusThePlainTwin(Case each) {
    Random random = new Random(5);
    int count = 60;
    double[] a = boxes(random, count);
    double[] b = boxes(random, count);
    double[] got = loss(each.loss, a, b, STRIDE);
    for (int i = 0; i < count; i++) {
      double expected = 1 - each.fit.applyAsDouble(box(a, i), box(b, i));
      assertThat(got[i]).isCloseTo(expected, Offset.offset(1e-12)).isGreaterThanOrEqualTo(0);
    }
  }

  /** Without CIoU, whose trade-off is held constant in its gradient: LossTorchTest holds it too. */
  static List<Case> casesOfWholeGradient() {
    return cases().stream().filter(each -> !each.loss.toString().contains("CIOU")).toList();
  }

  @ParameterizedTest
  @MethodSource("casesOfWholeGradient")
  void of_gradient_agreesWithCentralDifferences(Case each) {
    double[][] pairs = {
      {1, 2, 6, 9, 2, 1, 8, 7}, // overlapping
      {2, 2, 4, 5, 1, 1, 9, 8}, // inside
      {0, 0, 2, 3, 5, 7, 9, 8}, // apart
      {0.01, 0.02, 0.03, 0.05, 0.015, 0.01, 0.05, 0.04}, // tiny
    };
    for (double[] pair : pairs) {
      double[] p = Arrays.copyOfRange(pair, 0, 4);
      double[] t = Arrays.copyOfRange(pair, 4, 8);
      double[] gradient = gradient(each.loss, p, t, ScalarType.Double);
      double step = 1e-6 * (p[2] - p[0]);
      for (int k = 0; k < 4; k++) {
        double[] more = p.clone();
        double[] less = p.clone();
        more[k] += step;
        less[k] -= step;
        double slope =
            (loss(each.loss, more, t, STRIDE)[0] - loss(each.loss, less, t, STRIDE)[0])
                / (2 * step);
        double scale = Math.max(1, Math.abs(slope));
        assertThat(gradient[k])
            .as(Arrays.toString(pair))
            .isCloseTo(slope, Offset.offset(1e-6 * scale));
      }
    }
  }

  /** The gradient of a CIoU under a wrapper is CIoU's own plus that of the exchanged IoU. */
  @Test
  void wrapped_ciou_gradientIsTheSumOfItsParts() {
    double[] p = {1, 2, 6, 9};
    double[] t = {2, 1, 8, 7};
    BoxLoss.OfIou ciou = new BoxLoss.Overlap(IouKind.CIOU);
    BoxLoss.OfIou iou = new BoxLoss.Overlap(IouKind.IOU);
    double[] whole = gradient(new BoxLoss.Inner(ciou, 0.8), p, t, ScalarType.Double);
    double[] own = gradient(ciou, p, t, ScalarType.Double);
    double[] plain = gradient(iou, p, t, ScalarType.Double);
    double[] inner = gradient(new BoxLoss.Inner(iou, 0.8), p, t, ScalarType.Double);
    for (int k = 0; k < 4; k++) {
      assertThat(whole[k]).isCloseTo(own[k] - plain[k] + inner[k], Offset.offset(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_equalBoxes_isZero(Case each) {
    double[] a = boxes(new Random(6), 20);
    for (double value : loss(each.loss, a, a, STRIDE)) {
      assertThat(value).isCloseTo(0, Offset.offset(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_exchangedBoxes_isTheSame(Case each) {
    Random random = new Random(7);
    double[] a = boxes(random, 20);
    double[] b = boxes(random, 20);
    assertThat(loss(each.loss, a, b, STRIDE))
        .containsExactly(loss(each.loss, b, a, STRIDE), Offset.offset(1e-12));
  }

  /** A box of so many pixels costs the same on every level of the pyramid. */
  @ParameterizedTest
  @MethodSource("cases")
  void of_samePixelsOnACoarserLevel_isTheSame(Case each) {
    Random random = new Random(8);
    double[] a = boxes(random, 20);
    double[] b = boxes(random, 20);
    double[] coarseA = Arrays.stream(a).map(value -> value / 4).toArray();
    double[] coarseB = Arrays.stream(b).map(value -> value / 4).toArray();
    assertThat(loss(each.loss, coarseA, coarseB, 4 * STRIDE))
        .containsExactly(loss(each.loss, a, b, STRIDE), Offset.offset(2e-6)); // the smoothing
    if (each.isScaleFree) {
      assertThat(loss(each.loss, coarseA, coarseB, STRIDE))
          .containsExactly(loss(each.loss, a, b, STRIDE), Offset.offset(2e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_boxesThatAreHardlyBoxes_hasFiniteLossAndGradient(Case each) {
    double[][] pairs = {
      {3, 3, 3, 3, 3, 3, 3, 3}, // two equal points
      {3, 3, 3, 3, 1, 1, 5, 5}, // a point inside
      {3, 1, 3, 5, 1, 1, 5, 5}, // a line inside
      {1, 1, 5, 5, 1, 1, 5, 5}, // equal
      {1, 1, 1 + 1e-6, 1 + 1e-6, 1, 1, 1 + 1e-6, 1 + 2e-6}, // tiny
      {0, 0, 1, 1, 1, 0, 2, 1}, // touching
      {0, 0, 1, 1, 9000, 9000, 9001, 9001}, // far apart
      {5, 4, 2, 1, 1, 1, 5, 5}, // reversed
      {-1e4, -1e4, 1e4, 1e4, 1, 1, 2, 2}, // huge
    };
    for (double[] pair : pairs) {
      double[] p = Arrays.copyOfRange(pair, 0, 4);
      double[] t = Arrays.copyOfRange(pair, 4, 8);
      assertThat(loss(each.loss, p, t, STRIDE)[0]).as(Arrays.toString(pair)).isFinite();
      for (ScalarType type : List.of(ScalarType.Double, ScalarType.Float)) {
        for (double slope : gradient(each.loss, p, t, type)) {
          assertThat(slope).as(Arrays.toString(pair)).isFinite();
        }
      }
    }
  }

  /** Boxes that are apart differ by their distance: nothing but plain IoU is blind to it. */
  @Test
  void nwd_boxesApart_nearerIsBetter() {
    BoxLoss nwd = new BoxLoss.Nwd(12.8);
    double near = loss(nwd, new double[] {0, 0, 1, 1}, new double[] {2, 0, 3, 1}, STRIDE)[0];
    double far = loss(nwd, new double[] {0, 0, 1, 1}, new double[] {3, 0, 4, 1}, STRIDE)[0];
    assertThat(near).isCloseTo(1 - Math.exp(-16 / 12.8), Offset.offset(1e-12));
    assertThat(far).isCloseTo(1 - Math.exp(-24 / 12.8), Offset.offset(1e-12)).isLessThan(1);
  }

  @Test
  void constants_outOfRange_areRefused() {
    BoxLoss.OfIou iou = new BoxLoss.Overlap(IouKind.IOU);
    assertThatThrownBy(() -> new BoxLoss.Siou(0.5)).hasMessageContaining("at least 1, got 0.5");
    assertThatThrownBy(() -> new BoxLoss.Nwd(0)).hasMessageContaining("above 0, got 0.0");
    assertThatThrownBy(() -> new BoxLoss.Inner(iou, -1)).hasMessageContaining("got -1.0");
    assertThatThrownBy(() -> new BoxLoss.Focaler(iou, 0.5, 0.5)).hasMessageContaining("d < u");
    assertThatThrownBy(() -> new BoxLoss.Focaler(iou, 0, 1.5)).hasMessageContaining("<= 1");
  }

  @Test
  void of_manyTimes_leavesNoNativeObjects() {
    LeakCheck.assertNoLeak(
        20,
        () -> {
          for (Case each : cases()) {
            gradient(
                each.loss, new double[] {1, 2, 6, 9}, new double[] {2, 1, 8, 7}, ScalarType.Float);
          }
        });
  }

  private static double[] gradient(BoxLoss loss, double[] p, double[] t, ScalarType type) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor predicted = Heap.tensor(p, 1, 4).to(type).set_requires_grad(true);
      Tensor target = Heap.tensor(t, 1, 4).to(type);
      loss.of(new BoxPairs(predicted, target, new double[] {STRIDE}, WIDTH, HEIGHT))
          .sum()
          .backward();
      return Heap.doubles(predicted.grad());
    }
  }

  private static double[] loss(BoxLoss loss, double[] a, double[] b, double stride) {
    int count = a.length / 4;
    double[] strides = new double[count];
    Arrays.fill(strides, stride);
    try (TensorScope scope = TensorScope.open()) {
      return Heap.doubles(
          loss.of(
              new BoxPairs(
                  Heap.tensor(a, count, 4), Heap.tensor(b, count, 4), strides, WIDTH, HEIGHT)));
    }
  }

  private static double[] boxes(Random random, int count) {
    double[] boxes = new double[4 * count];
    for (int i = 0; i < count; i++) {
      boxes[4 * i] = random.nextDouble() * 8;
      boxes[4 * i + 1] = random.nextDouble() * 8;
      boxes[4 * i + 2] = boxes[4 * i] + 1 + random.nextDouble() * 8;
      boxes[4 * i + 3] = boxes[4 * i + 1] + 1 + random.nextDouble() * 8;
    }
    return boxes;
  }

  private static Box box(double[] boxes, int i) {
    return new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
  }
}
