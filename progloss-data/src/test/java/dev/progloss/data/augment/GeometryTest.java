package dev.progloss.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeometryTest {

  private static final int SIDE = 200;

  @Test
  void moved_boxAtTheBorder_survivesWithATenthOfItsArea() {
    // Moved left by 100: of 100 columns, as many are left as the right edge lies beyond 100.
    assertThat(shiftedLeft(new Box(11, 0, 111, 50))).containsExactly(new Box(0, 0, 11, 50));
    assertThat(shiftedLeft(new Box(9, 0, 109, 50))).isEmpty();
  }

  @Test
  void moved_tinySides_areDropped() {
    assertThat(shiftedLeft(new Box(120, 10, 122, 40))).isEmpty();
    assertThat(shiftedLeft(new Box(120, 10, 150, 12))).isEmpty();
    assertThat(shiftedLeft(new Box(120, 10, 122.5, 40))).containsExactly(new Box(20, 10, 22.5, 40));
  }

  @Test
  void moved_longAndThin_isDropped() {
    Geometry wide = new Geometry(new double[] {1, 0, 0, 0, 1, 1, 0, 0, 1}, 400);
    Box tooThin = new Box(0, 10, 300, 13); // 100 times as long as high
    Box allowed = new Box(0, 10, 299, 13);
    List<Annotation> both = List.of(Annotation.of(0, tooThin), Annotation.of(1, allowed));
    assertThat(wide.moved(both))
        .extracting(Annotation::box)
        .containsExactly(new Box(0, 11, 299, 14));
  }

  /** Nine tenths were cut off on the canvas, and half of the rest now: a twentieth is left. */
  @Test
  void moved_boxCutBefore_isJudgedByTheWholeObject() {
    Box cut = new Box(90, 0, 110, 50);
    Annotation rest = new Annotation(0, cut, 10 * cut.area(), false);
    assertThat(geometry(-100).moved(List.of(rest))).isEmpty();
    assertThat(geometry(-100).moved(List.of(Annotation.of(0, cut)))).hasSize(1);
  }

  /** With w = 1 - x / 100, what lies at x = 100 is infinitely far and the rest behind us. */
  @Test
  void moved_behindTheHorizon_isDropped() {
    Geometry tilted = new Geometry(new double[] {1, 0, 0, 0, 1, 0, -0.01, 0, 1}, SIDE);
    List<Annotation> moved =
        tilted.moved(
            List.of(
                Annotation.of(0, new Box(20, 20, 50, 50)),
                Annotation.of(1, new Box(20, 20, 100, 50)),
                Annotation.of(2, new Box(90, 20, 110, 50)),
                Annotation.of(3, new Box(120, 20, 150, 50))));
    // x: 20 / 0.8 .. 50 / 0.5, y: 20 / 0.8 .. 50 / 0.5.
    assertThat(moved).extracting(Annotation::box).containsExactly(new Box(25, 25, 100, 100));
  }

  private static Geometry geometry(double shift) {
    return new Geometry(new double[] {1, 0, shift, 0, 1, 0, 0, 0, 1}, SIDE);
  }

  private static List<Box> shiftedLeft(Box box) {
    return geometry(-100).moved(List.of(Annotation.of(0, box))).stream()
        .map(Annotation::box)
        .toList();
  }
}
