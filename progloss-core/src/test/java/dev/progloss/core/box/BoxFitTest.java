package dev.progloss.core.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BoxFitTest {

  private static final Offset<Double> SMOOTHING = Offset.offset(1e-6);

  // Two unit-high strips: IoU 1/3, enclosing 3 x 1, centres 1 apart, equal sizes.
  private static final Box LEFT = new Box(0, 0, 2, 1);
  private static final Box RIGHT = new Box(1, 0, 3, 1);

  private static final List<ToDoubleBiFunction<Box, Box>> ALL =
      List.of(
          BoxFit::eiou,
          (a, b) -> BoxFit.siou(a, b, 4),
          (a, b) -> BoxFit.mpdiou(a, b, 64, 48),
          (a, b) -> BoxFit.nwd(a, b, 12.8),
          (a, b) -> BoxFit.innerIou(a, b, 0.7),
          (a, b) -> BoxFit.innerIou(a, b, 1.3));

  @Test
  void eiou_ofHandMadePairs_isTheHandMadeNumber() {
    assertThat(BoxFit.eiou(LEFT, RIGHT)).isCloseTo(1.0 / 3 - 1.0 / 10, SMOOTHING);
    // IoU 4/8, centres 1 apart, enclosing 4 x 2, widths differ by 2: 0.5 - 1/20 - 4/16.
    assertThat(BoxFit.eiou(new Box(0, 0, 2, 2), new Box(0, 0, 4, 2))).isCloseTo(0.2, SMOOTHING);
  }

  @Test
  void siou_ofHandMadePairs_isTheHandMadeNumber() {
    // Centres level: angle cost 0, gamma 2, rho (1/3)^2; no shape cost.
    assertThat(BoxFit.siou(LEFT, RIGHT, 4))
        .isCloseTo(1.0 / 3 - (1 - Math.exp(-2.0 / 9)) / 2, SMOOTHING);
    // Centres equal, widths 2 and 4: IoU 1/2, omega 1/2 along x.
    assertThat(BoxFit.siou(new Box(1, 0, 3, 2), new Box(0, 0, 4, 2), 4))
        .isCloseTo(0.5 - Math.pow(1 - Math.exp(-0.5), 4) / 2, SMOOTHING);
  }

  @Test
  void siou_angleCost_isThePublishedForm() {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      Box a = random(random);
      Box b = random(random);
      double dx = b.centreX() - a.centreX();
      double dy = b.centreY() - a.centreY();
      double sine = Math.abs(dy) / Math.hypot(dx, dy);
      double angle = 1 - 2 * Math.pow(Math.sin(Math.asin(sine) - Math.PI / 4), 2);
      double width = Math.max(a.x2(), b.x2()) - Math.min(a.x1(), b.x1());
      double height = Math.max(a.y2(), b.y2()) - Math.min(a.y1(), b.y1());
      double distance =
          2
              - Math.exp((angle - 2) * Math.pow(dx / width, 2))
              - Math.exp((angle - 2) * Math.pow(dy / height, 2));
      double wide = Math.abs(a.width() - b.width()) / Math.max(a.width(), b.width());
      double high = Math.abs(a.height() - b.height()) / Math.max(a.height(), b.height());
      double shape = Math.pow(1 - Math.exp(-wide), 4) + Math.pow(1 - Math.exp(-high), 4);
      assertThat(BoxFit.siou(a, b, 4))
          .isCloseTo(Iou.exact(IouKind.IOU, a, b) - (distance + shape) / 2, SMOOTHING);
    }
  }

  @Test
  void mpdiou_ofHandMadePair_isTheHandMadeNumber() {
    // Both corners 1 apart, input 4 x 3: 1/3 - 2/25.
    assertThat(BoxFit.mpdiou(LEFT, RIGHT, 4, 3)).isCloseTo(1.0 / 3 - 2.0 / 25, SMOOTHING);
  }

  @Test
  void nwd_ofHandMadePairs_isTheHandMadeNumber() {
    assertThat(BoxFit.nwd(LEFT, RIGHT, 10)).isCloseTo(Math.exp(-0.1), Offset.offset(1e-12));
    // Equal centres, 6 x 8 larger: (6/2)^2 + (8/2)^2 = 5^2.
    assertThat(BoxFit.nwd(Box.ofCentre(5, 5, 2, 2), Box.ofCentre(5, 5, 8, 10), 10))
        .isCloseTo(Math.exp(-0.5), Offset.offset(1e-12));
  }

  @Test
  void innerIou_ofHandMadePair_isTheHandMadeNumber() {
    // Half the sides: [0.5, 1.5] and [1.5, 2.5] only touch. Half as much again: 3 x 1.5 each, 2 x
    // 1.5 shared: 3 / 6.
    assertThat(BoxFit.innerIou(LEFT, RIGHT, 0.5)).isZero();
    assertThat(BoxFit.innerIou(LEFT, RIGHT, 1.5)).isCloseTo(0.5, SMOOTHING);
    assertThat(BoxFit.innerIou(LEFT, RIGHT, 1)).isEqualTo(Iou.smoothed(IouKind.IOU, LEFT, RIGHT));
  }

  @Test
  void focaler_isALineBetweenItsEnds() {
    assertThat(BoxFit.focaler(0.1, 0.2, 0.6)).isZero();
    assertThat(BoxFit.focaler(0.3, 0.2, 0.6)).isCloseTo(0.25, Offset.offset(1e-15));
    assertThat(BoxFit.focaler(0.7, 0.2, 0.6)).isEqualTo(1);
    assertThat(BoxFit.focaler(0.3, 0, 1)).isEqualTo(0.3);
  }

  @Test
  void all_areSymmetricAtMostOneAndOneForEqualBoxes() {
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      Box a = random(random);
      Box b = random(random);
      for (ToDoubleBiFunction<Box, Box> fit : ALL) {
        assertThat(fit.applyAsDouble(a, b))
            .isCloseTo(fit.applyAsDouble(b, a), Offset.offset(1e-12))
            .isLessThanOrEqualTo(1);
        assertThat(fit.applyAsDouble(a, a)).isCloseTo(1, SMOOTHING);
      }
    }
  }

  private static Box random(Random random) {
    return Box.ofCentre(
        10 * random.nextDouble(),
        10 * random.nextDouble(),
        1 + 10 * random.nextDouble(),
        1 + 10 * random.nextDouble());
  }
}
