package dev.progloss.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfidenceAnalysisTest {

  private static SceneObject object(int classIndex, double x) {
    return new SceneObject(classIndex, x, 0, 10, 10, false);
  }

  private static SceneDetection found(int classIndex, double score, double x) {
    return new SceneDetection(classIndex, score, x, 0, 10, 10);
  }

  private static ConfidenceCurves curves(
      List<SceneObject> objects, List<SceneDetection> detections) {
    ConfidenceAnalysis analysis = new ConfidenceAnalysis(2);
    analysis.add(new Scene(objects, detections));
    return analysis.curves();
  }

  @Test
  void curves_twoHitsOneAlarm_workedByHand() {
    // Two objects. Scores: hit .9, alarm .8, hit .6.
    // from .9: 1 hit, 0 alarms: P 1,   R 1/2, F1 2/(1+2)   = 2/3
    // from .8: 1 hit, 1 alarm:  P 1/2, R 1/2, F1 2/(2+2)   = 1/2
    // from .6: 2 hits, 1 alarm: P 2/3, R 1,   F1 4/(3+2)   = 4/5, the best
    ConfidenceCurve curve =
        curves(
                List.of(object(0, 0), object(0, 40)),
                List.of(found(0, 0.9, 0), found(0, 0.8, 80), found(0, 0.6, 40)))
            .perClass()
            .get(0);
    assertThat(curve.objects()).isEqualTo(2);
    assertThat(curve.best()).isEqualTo(new OperatingPoint(0.6, 2 / 3.0, 1, 0.8));
    assertThat(curve.points()).hasSize(101);
    assertThat(curve.points().get(0)).isEqualTo(new OperatingPoint(0, 2 / 3.0, 1, 0.8));
    assertThat(curve.points().get(60)).isEqualTo(new OperatingPoint(0.6, 2 / 3.0, 1, 0.8));
    assertThat(curve.points().get(61)).isEqualTo(new OperatingPoint(0.61, 0.5, 0.5, 0.5));
    assertThat(curve.points().get(90)).isEqualTo(new OperatingPoint(0.9, 1, 0.5, 2 / 3.0));
    assertThat(curve.points().get(91)).isEqualTo(new OperatingPoint(0.91, -1, 0, 0));
  }

  @Test
  void curves_equalF1_takeTheHigherThreshold() {
    // Two objects. From .9: 1 hit, F1 2/(1+2) = 2/3. From .5: 2 hits, 2 alarms, F1 4/(4+2) = 2/3.
    ConfidenceCurve curve =
        curves(
                List.of(object(0, 0), object(0, 40)),
                List.of(found(0, 0.9, 0), found(0, 0.8, 80), found(0, 0.7, 90), found(0, 0.5, 40)))
            .perClass()
            .get(0);
    assertThat(curve.best().confidence()).isEqualTo(0.9);
    assertThat(curve.best().f1()).isEqualTo(2 / 3.0);
  }

  @Test
  void curves_equalScores_standOrFallTogether() {
    // A hit and an alarm at .5: never one without the other. F1 2/(2+1) = 2/3.
    ConfidenceCurve curve =
        curves(List.of(object(0, 0)), List.of(found(0, 0.5, 0), found(0, 0.5, 80)))
            .perClass()
            .get(0);
    assertThat(curve.best()).isEqualTo(new OperatingPoint(0.5, 0.5, 1, 2 / 3.0));
  }

  @Test
  void curves_secondOnAnObject_isAnAlarm_onACrowd_isNothing() {
    SceneObject crowd = new SceneObject(0, 50, 0, 40, 40, true);
    ConfidenceCurve curve =
        curves(
                List.of(object(0, 0), crowd),
                List.of(found(0, 0.9, 0), found(0, 0.8, 1), found(0, 0.7, 60)))
            .perClass()
            .get(0);
    // One object, one hit, one alarm; the third lies in the crowd.
    assertThat(curve.points().get(0)).isEqualTo(new OperatingPoint(0, 0.5, 1, 2 / 3.0));
    assertThat(curve.best()).isEqualTo(new OperatingPoint(0.9, 1, 1, 1));
  }

  @Test
  void curves_pooled_countsAllClassesTogether() {
    // Class 0: a hit at .9. Class 1: an object, an alarm at .5. Pooled at 0: P 1/2, R 1/2, F1 1/2.
    ConfidenceCurves curves =
        curves(List.of(object(0, 0), object(1, 40)), List.of(found(0, 0.9, 0), found(1, 0.5, 80)));
    assertThat(curves.pooled().points().get(0)).isEqualTo(new OperatingPoint(0, 0.5, 0.5, 0.5));
    assertThat(curves.pooled().best()).isEqualTo(new OperatingPoint(0.9, 1, 0.5, 2 / 3.0));
    assertThat(curves.perClass().get(1).best()).isEqualTo(OperatingPoint.UNDEFINED);
  }

  @Test
  void curves_emptySides_areUndefined() {
    assertThat(new ConfidenceAnalysis(0).curves().pooled().best().isDefined()).isFalse();
    ConfidenceCurve alarms = curves(List.of(), List.of(found(0, 0.9, 0))).perClass().get(0);
    assertThat(alarms.best().isDefined()).isFalse();
    assertThat(alarms.points().get(0)).isEqualTo(new OperatingPoint(0, 0, -1, -1));
    ConfidenceCurve misses = curves(List.of(object(0, 0)), List.of()).perClass().get(0);
    assertThat(misses.best().isDefined()).isFalse();
    assertThat(misses.points().get(0)).isEqualTo(new OperatingPoint(0, -1, 0, 0));
    assertThat(curves(List.of(object(0, 0)), List.of(found(0, Double.NaN, 0))).pooled().best())
        .isEqualTo(OperatingPoint.UNDEFINED);
  }

  @Test
  void curves_moreThanAHundredOfAClass_onlyTheBestCount() {
    // 100 alarms at .5, the hit at .4 comes too late.
    List<SceneDetection> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(found(0, 0.5, 80));
    }
    many.add(found(0, 0.4, 0));
    assertThat(curves(List.of(object(0, 0)), many).perClass().get(0).points().get(0))
        .isEqualTo(new OperatingPoint(0, 0, 0, 0));
  }
}
