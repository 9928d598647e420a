package dev.progloss.core.box;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IouPropertyTest {

  @Property
  void smoothed_isSymmetricAndOrdered(
      @ForAll @DoubleRange(min = -50, max = 50) double x,
      @ForAll @DoubleRange(min = -50, max = 50) double y,
      @ForAll @DoubleRange(min = 0.1, max = 60) double width,
      @ForAll @DoubleRange(min = 0.1, max = 60) double height) {
    Box a = Box.ofCentre(x, y, width, height);
    Box b = Box.ofCentre(3, -2, 20, 10);
    double iou = Iou.smoothed(IouKind.IOU, a, b);
    assertThat(iou).isBetween(0.0, 1.0);
    for (IouKind kind : IouKind.values()) {
      double value = Iou.smoothed(kind, a, b);
      assertThat(value).isCloseTo(Iou.smoothed(kind, b, a), Offset.offset(1e-6));
      assertThat(value).isLessThanOrEqualTo(iou + 1e-6);
    }
  }

  @Test
  void exact_ofHandMadePair_isTheHandMadeNumber() {
    // Two unit-high strips, [0, 2] and [1, 3]: shared 1, joined 3, enclosing 3 x 1, centres 1
    // apart.
    Box a = new Box(0, 0, 2, 1);
    Box b = new Box(1, 0, 3, 1);
    assertThat(Iou.exact(IouKind.IOU, a, b)).isEqualTo(1.0 / 3);
    assertThat(Iou.exact(IouKind.GIOU, a, b)).isEqualTo(1.0 / 3);
    assertThat(Iou.exact(IouKind.DIOU, a, b)).isEqualTo(1.0 / 3 - 1.0 / 10);
    assertThat(Iou.exact(IouKind.CIOU, a, b)).isEqualTo(1.0 / 3 - 1.0 / 10);
    // Disjoint: GIoU punishes the gap, -1/3 for one empty unit of three.
    assertThat(Iou.exact(IouKind.GIOU, new Box(0, 0, 1, 1), new Box(2, 0, 3, 1)))
        .isCloseTo(-1.0 / 3, Offset.offset(1e-15));
  }
}
