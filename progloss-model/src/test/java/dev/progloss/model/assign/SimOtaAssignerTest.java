package dev.progloss.model.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.box.Box;
import dev.progloss.model.prediction.AnchorGrid;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SimOtaAssignerTest {

  private static final AnchorGrid GRID = AnchorGrid.of(64, 64, 8, 16, 32);
  private static final Box OBJECT = new Box(4, 6, 20, 22);
  private static final SimOtaAssigner ASSIGNER = SimOtaAssigner.defaults();

  // Centres on the finest level, eight a row: 1 is (12, 4), above the object but near its centre;
  // 9 is (12, 12) and 17 is (12, 20), both inside.
  private final double[] scores = new double[GRID.size()];
  private final double[] boxes = new double[4 * GRID.size()];

  private void predict(int anchor, double score, Box box) {
    scores[anchor] = score;
    double[] edges = {box.x1(), box.y1(), box.x2(), box.y2()};
    System.arraycopy(edges, 0, boxes, 4 * anchor, 4);
  }

  private Assignment assign(Box... objects) {
    return ASSIGNER.assign(
        new ArrayPredictions(GRID, scores, boxes, 1),
        0,
        new ImageTruth(Collections.nCopies(objects.length, 0), Arrays.asList(objects)));
  }

  @Test
  void assign_noObjects_allBackground() {
    assertThat(assign().size()).isZero();
  }

  @Test
  void assign_overlapsWorthTwo_takesTheTwoInsideThoughTheThirdIsCheaper() {
    // IoU 1, 1 and 8 * 16 / (2 * 256 - 128) = 1/3: worth 2.33, so two. Anchor 1 scores best.
    predict(9, 0.25, OBJECT);
    predict(17, 0.5, OBJECT);
    predict(1, 1, OBJECT.shifted(8, 0));
    Assignment got = assign(OBJECT);
    assertThat(got.anchors()).containsExactly(9, 17);
    assertThat(got.weights()).containsExactly(new double[] {1, 1}, Offset.offset(1e-6));
  }

  @Test
  void assign_overlapsWorthOne_takesTheCheaper() {
    // Both IoU 1/3, worth 0.67, so one: the better score; its weight is its IoU.
    predict(9, 0.25, OBJECT.shifted(8, 0));
    predict(17, 0.5, OBJECT.shifted(0, 8));
    Assignment got = assign(OBJECT);
    assertThat(got.anchors()).containsExactly(17);
    assertThat(got.weights()[0]).isCloseTo(1.0 / 3, Offset.offset(1e-6));
  }

  @Test
  void assign_equalCosts_takesTheLowerAnchor() {
    predict(9, 0.5, OBJECT.shifted(8, 0));
    predict(17, 0.5, OBJECT.shifted(8, 0));
    assertThat(assign(OBJECT).anchors()).containsExactly(9);
  }

  @Test
  void assign_costTradesScoreAgainstOverlap() {
    // -ln s - 3 ln IoU: score 0.9 at IoU 1/3 costs 0.11 + 3.30, score 0.1 at IoU 1 costs 2.30.
    predict(9, 0.9, OBJECT.shifted(8, 0));
    predict(17, 0.1, OBJECT);
    assertThat(assign(OBJECT).anchors()).containsExactly(17);
  }

  @Test
  void assign_duplicateObjects_theLowerTakesAll() {
    predict(9, 0.5, OBJECT);
    Assignment got = assign(OBJECT, OBJECT);
    assertThat(got.anchors()).containsExactly(9);
    assertThat(got.objects()).containsExactly(0);
  }

  @Test
  void assign_contestedAnchor_goesToTheObjectItIsCheaperFor() {
    Box other = OBJECT.shifted(2, 2);
    predict(9, 0.5, other);
    Assignment got = assign(OBJECT, other);
    assertThat(got.anchors()).containsExactly(9);
    assertThat(got.objects()).containsExactly(1);
  }

  @Test
  void assign_moreObjectsThanAnchors_everyAnchorHasOneObjectAtMost() {
    AnchorGrid one = AnchorGrid.of(32, 32, 32);
    ImageTruth truth =
        new ImageTruth(
            List.of(0, 0, 0), List.of(new Box(0, 0, 32, 32), OBJECT, new Box(10, 10, 30, 30)));
    Assignment got =
        ASSIGNER.assign(
            new ArrayPredictions(one, new double[] {0.3}, new double[] {9, 10, 30, 30}, 1),
            0,
            truth);
    assertThat(got.anchors()).containsExactly(0);
    assertThat(got.objects()).containsExactly(2);
  }

  @Test
  void assign_nothingOverlaps_isEmpty() {
    assertThat(assign(OBJECT).size()).isZero(); // every predicted box is a point at 0
  }

  @Test
  void assign_untrainedPredictions_weightsAreFiniteAndInRange() {
    Random random = new Random(2);
    for (int a = 0; a < GRID.size(); a++) {
      // A fresh head: tiny scores, two strides to every side, some edges reversed.
      scores[a] = a % 7 == 0 ? 0 : 1e-5;
      double reach = a % 5 == 0 ? -1 : 2 * GRID.strides()[a];
      double x = GRID.centresX()[a] * GRID.strides()[a];
      double y = GRID.centresY()[a] * GRID.strides()[a];
      double[] edges = {x - reach, y - reach, x + reach, y + reach};
      System.arraycopy(edges, 0, boxes, 4 * a, 4);
    }
    Box[] objects = new Box[30];
    for (int g = 0; g < objects.length; g++) {
      objects[g] =
          Box.ofCentre(
              random.nextInt(64), random.nextInt(64), random.nextInt(30), 1 + random.nextInt(30));
    }
    Assignment got = assign(objects);
    assertThat(got.size()).isPositive();
    assertThat(got.anchors()).isSorted().doesNotHaveDuplicates();
    for (double weight : got.weights()) {
      assertThat(weight).isGreaterThan(0).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void radius_notAboveZero_isRefused() {
    assertThatThrownBy(() -> new SimOtaAssigner(0)).hasMessageContaining("got 0.0");
  }
}
