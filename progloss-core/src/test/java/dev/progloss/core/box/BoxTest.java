package dev.progloss.core.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BoxTest {

  @Test
  void iou_quarterOverlap_isOneSeventh() {
    // Two 2 x 2 boxes share 1 x 1: 1 / (4 + 4 - 1).
    assertThat(new Box(0, 0, 2, 2).iou(new Box(1, 1, 3, 3))).isEqualTo(1.0 / 7);
  }

  @Test
  void iou_noArea_isZero() {
    assertThat(new Box(1, 1, 1, 1).iou(new Box(1, 1, 1, 1))).isZero();
  }

  @Test
  void constructor_reversedOrNotFinite_isRefused() {
    assertThatThrownBy(() -> new Box(2, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Box(0, Double.NaN, 1, 1)).hasMessageContaining("finite");
  }

  @Test
  void clippedTo_outside_hasZeroSize() {
    assertThat(new Box(12, 3, 15, 5).clippedTo(10, 10)).isEqualTo(new Box(10, 3, 10, 5));
  }
}
