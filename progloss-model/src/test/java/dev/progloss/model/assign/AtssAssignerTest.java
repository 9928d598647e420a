package dev.progloss.model.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.box.Box;
import dev.progloss.model.prediction.AnchorGrid;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AtssAssignerTest {

  private static final AnchorGrid GRID = AnchorGrid.of(64, 64, 8, 16, 32);
  private static final Box WHOLE = new Box(0, 0, 64, 64);

  private final double[] scores = new double[GRID.size()];
  private final double[] boxes = new double[4 * GRID.size()];

  private void predictEverywhere(Box box) {
    double[] edges = {box.x1(), box.y1(), box.x2(), box.y2()};
    for (int a = 0; a < GRID.size(); a++) {
      System.arraycopy(edges, 0, boxes, 4 * a, 4);
    }
  }

  private Assignment assign(Box... objects) {
    return AtssAssigner.defaults()
        .assign(
            new ArrayPredictions(GRID, scores, boxes, 1),
            0,
            new ImageTruth(Collections.nCopies(objects.length, 0), Arrays.asList(objects)));
  }

  @Test
  void assign_noObjects_allBackground() {
    assertThat(assign().size()).isZero();
  }

  @Test
  void assign_handMadeScene_takesWhatReachesMeanPlusDeviation() {
    // Candidates by anchor box: stride 8, 64 wide: four at 4, 4 from the middle (IoU 3600 / 4592 =
    // 0.784), five at 12, 4 (3120 / 5072 = 0.615); stride 16, 128 wide: nine of 1/4; stride 32, 256
    // wide: four of 1/16. Mean 0.396, deviation 0.265 (n - 1): only 0.784 reaches 0.661.
    predictEverywhere(WHOLE);
    Assignment got = assign(WHOLE);
    assertThat(got.anchors()).containsExactly(27, 28, 35, 36);
    assertThat(got.weights()).containsExactly(new double[] {1, 1, 1, 1}, Offset.offset(1e-6));
  }

  @Test
  void assign_weight_isThePredictionsIou() {
    predictEverywhere(new Box(0, 0, 64, 16));
    assertThat(assign(WHOLE).weights())
        .containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, Offset.offset(1e-6));
  }

  @Test
  void assign_predictionsMissTheObject_isEmpty() {
    assertThat(assign(WHOLE).size()).isZero(); // every predicted box is a point at 0
  }

  @Test
  void assign_duplicateObjects_theLowerTakesAll() {
    predictEverywhere(WHOLE);
    assertThat(assign(WHOLE, WHOLE).objects()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void assign_contestedAnchor_goesToTheObjectItsAnchorBoxOverlapsMore() {
    // The anchor boxes are 64 wide: the larger object overlaps them more, whatever the order.
    Box small = new Box(16, 16, 48, 48);
    predictEverywhere(small);
    Assignment first = assign(small, WHOLE);
    Assignment second = assign(WHOLE, small);
    assertThat(first.anchors()).isEqualTo(second.anchors()).contains(27, 28, 35, 36);
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.objects()[i]).isEqualTo(1 - second.objects()[i]);
      if (List.of(27, 28, 35, 36).contains(first.anchors()[i])) {
        assertThat(first.objects()[i]).isEqualTo(1);
      }
    }
  }

  @Test
  void assign_objectBetweenCentres_hasNone() {
    // Centres are at 4, 12, 20...: none lies inside.
    predictEverywhere(new Box(5, 5, 7, 7));
    assertThat(assign(new Box(5, 5, 7, 7)).size()).isZero();
  }

  @Test
  void assign_moreObjectsThanAnchors_everyAnchorHasOneObjectAtMost() {
    AnchorGrid one = AnchorGrid.of(32, 32, 32);
    Box[] objects = {new Box(0, 0, 32, 32), new Box(4, 4, 30, 30), new Box(10, 10, 20, 20)};
    Assignment got =
        AtssAssigner.defaults()
            .assign(
                new ArrayPredictions(one, new double[] {0.3}, new double[] {0, 0, 32, 32}, 1),
                0,
                new ImageTruth(List.of(0, 0, 0), Arrays.asList(objects)));
    assertThat(got.anchors()).containsExactly(0);
    assertThat(got.objects()).containsExactly(0); // one candidate: its deviation is 0
  }

  @Test
  void candidates_none_isRefused() {
    assertThatThrownBy(() -> new AtssAssigner(0)).hasMessageContaining("got 0");
  }
}
