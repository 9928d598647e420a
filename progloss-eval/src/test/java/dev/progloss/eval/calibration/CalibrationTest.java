package dev.progloss.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.eval.report.DetailAnalysis;
import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {

  private static final Offset<Double> TINY = Offset.offset(1e-12);

  private final CalibrationTally tally = new CalibrationTally();

  private void add(double score, int detections, int hits) {
    for (int i = 0; i < detections; i++) {
      tally.add(score, i < hits);
    }
  }

  @Test
  void calibration_twoBins_workedByHand() {
    // Bin 2: scores .2, .25 (mean .225), 1 of 2 hits. Bin 9: .9 four times, 2 of 4 hits.
    // Error: 2/6 |.225 - .5| + 4/6 |.9 - .5| = (.55 + 1.6) / 6 = 2.15 / 6.
    add(0.2, 1, 1);
    add(0.25, 1, 0);
    add(0.9, 4, 2);
    Calibration calibration = tally.calibration();
    assertThat(calibration.error()).isCloseTo(2.15 / 6, TINY);
    assertThat(calibration.count()).isEqualTo(6);
    assertThat(calibration.bins().get(2).count()).isEqualTo(2);
    assertThat(calibration.bins().get(2).score()).isCloseTo(0.225, TINY);
    assertThat(calibration.bins().get(2).hits()).isEqualTo(0.5);
    assertThat(calibration.bins().get(9).hits()).isEqualTo(0.5);
    assertThat(calibration.bins().get(5)).isEqualTo(new Calibration.Bin(0, -1, -1));
  }

  @Test
  void calibration_scoresThatAreTheSharesOfHits_isPerfect() {
    // 3 of 4 at .75, 1 of 8 at .125, all at 1: exact in binary, so the error is exactly 0.
    add(0.75, 4, 3);
    add(0.125, 8, 1);
    add(1, 5, 5);
    assertThat(tally.calibration().error()).isZero();
  }

  @Test
  void calibration_sureAndAlwaysWrong_isOne() {
    add(1, 7, 0);
    assertThat(tally.calibration().error()).isEqualTo(1);
  }

  @Test
  void calibration_errorsOfOneBin_cancel_ofTwo_doNot() {
    // In bin 5 two halves of the same bin: .5 always hits, .59 never: |1.09 / 2 - 1/2| = .045.
    add(0.5, 1, 1);
    add(0.59, 1, 0);
    assertThat(tally.calibration().error()).isCloseTo(0.045, TINY);
  }

  @Test
  void calibration_lowScores_doNotCount() {
    add(0.8, 1, 0);
    add(0.0499, 10_000, 0);
    assertThat(tally.calibration().count()).isOne();
    assertThat(tally.calibration().error()).isCloseTo(0.8, TINY);
    add(0.05, 1, 0);
    assertThat(tally.calibration().bins().get(0).count()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"0.1,1", "0.3,3", "0.6,6", "0.7,7", "0.7999999,7", "0.9,9", "1.0,9"})
  void add_scoreAtAnEdge_goesIntoTheUpperBin(double score, int bin) {
    tally.add(score, true);
    assertThat(tally.calibration().bins().get(bin).count()).isOne();
  }

  @Test
  void calibration_nothing_isUndefined() {
    assertThat(tally.calibration().error()).isEqualTo(-1);
    assertThat(tally.calibration().count()).isZero();
    tally.add(Double.NaN, false);
    tally.add(-3, false);
    assertThat(tally.calibration().error()).isEqualTo(-1);
  }

  @Test
  void calibration_scoresBeyondOne_isUndefined() {
    add(0.5, 2, 1);
    tally.add(87, true); // percent
    assertThat(tally.calibration().error()).isEqualTo(-1);
    assertThat(tally.calibration().count()).isZero();
  }

  @Test
  void details_secondOnAnObject_isNoHit_onACrowd_doesNotCount_otherClassesAreApart() {
    // Class 0: .9 hits, .8 comes second, .7 lies in the crowd. Class 1: .6 on the object of class
    // 0.
    // Hits 1, alarms 2: (.1 + .8 + .6) / 3 = .5, each in a bin of its own.
    SceneObject object = new SceneObject(0, 0, 0, 10, 10, false);
    SceneObject crowd = new SceneObject(0, 50, 0, 40, 40, true);
    DetailAnalysis details = new DetailAnalysis(2, ConfusionThresholds.usual());
    details.add(
        new Scene(
            List.of(object, crowd),
            List.of(found(0, 0.8, 1), found(0, 0.9, 0), found(0, 0.7, 60), found(1, 0.6, 0))));
    Calibration calibration = details.with(new CocoReport(List.of(), List.of())).calibration();
    assertThat(calibration.count()).isEqualTo(3);
    assertThat(calibration.error()).isCloseTo(0.5, TINY);
  }

  private static SceneDetection found(int classIndex, double score, double x) {
    return new SceneDetection(classIndex, score, x, 0, 10, 10);
  }

  @Test
  void record_otherNumberOfBins_isABug() {
    assertThatThrownBy(() -> new Calibration(0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10 bins, got 0");
  }
}
