package dev.progloss.eval.coco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.eval.confusion.ConfusionAnalysis;
import dev.progloss.eval.confusion.ConfusionMatrix;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.eval.scene.Scene;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DetectionEvaluatorTest {

  private static final ClassNames CLASSES = ClassNames.of("cat", "dog");
  private static final Box BOX = new Box(10, 10, 50, 50);

  @Test
  void report_perfectDetections_isOne() {
    DetectionEvaluator evaluator = new DetectionEvaluator(CLASSES);
    evaluator.add(List.of(Annotation.of(0, BOX)), List.of(new Detection(0, 0.9, BOX)));
    evaluator.add(List.of(Annotation.of(1, BOX)), List.of(new Detection(1, 0.8, BOX)));
    assertThat(evaluator.report().ap()).isCloseTo(1, Offset.offset(1e-12));
    assertThat(evaluator.report().recall()).isEqualTo(1);
  }

  @Test
  void report_nothingFound_isZero_nothingToFind_isUndefined() {
    DetectionEvaluator evaluator = new DetectionEvaluator(CLASSES);
    evaluator.add(List.of(Annotation.of(0, BOX)), List.of());
    assertThat(evaluator.report().ap()).isZero();
    assertThat(evaluator.report().perClass().get(1).ap()).isEqualTo(-1);
    assertThat(new DetectionEvaluator(CLASSES).report().ap()).isEqualTo(-1);
  }

  @Test
  void report_falseAlarmAboveTheHit_halvesPrecision() {
    // One object; a false alarm scores above the hit: precision 1/2 at every recall.
    DetectionEvaluator evaluator = new DetectionEvaluator(CLASSES);
    evaluator.add(
        List.of(Annotation.of(0, BOX)),
        List.of(new Detection(0, 0.9, new Box(60, 60, 90, 90)), new Detection(0, 0.5, BOX)));
    assertThat(evaluator.report().ap50()).isCloseTo(0.5, Offset.offset(1e-12));
  }

  @Test
  void confusion_countsPairsMissesAndAlarms() {
    ConfusionAnalysis analysis = new ConfusionAnalysis(2, ConfusionThresholds.usual());
    analysis.add(
        Scene.of(
            List.of(Annotation.of(0, BOX), Annotation.of(1, new Box(60, 60, 90, 90))),
            List.of(
                new Detection(1, 0.9, BOX), // a cat taken for a dog
                new Detection(0, 0.9, new Box(0, 60, 20, 90)), // nothing there
                new Detection(1, 0.1, new Box(60, 60, 90, 90))))); // too unsure
    ConfusionMatrix matrix = analysis.matrix();
    assertThat(matrix.count(1, 0)).isOne();
    assertThat(matrix.count(0, 2)).isOne();
    assertThat(matrix.count(2, 1)).isOne();
    assertThat(matrix.count(0, 0) + matrix.count(1, 1) + matrix.count(2, 0)).isZero();
  }

  @Test
  void json_hasTwelveStatsAndARowAClass() {
    DetectionEvaluator evaluator = new DetectionEvaluator(CLASSES);
    evaluator.add(List.of(Annotation.of(0, BOX)), List.of());
    assertThat(CocoReportJson.of(evaluator.report()))
        .startsWith("{\"stats\":[0.0,0.0,0.0,-1.0,0.0,-1.0,0.0,0.0,0.0,-1.0,0.0,-1.0],")
        .contains(
            "{\"id\":0,\"name\":\"cat\",\"ap\":0.0,\"ap50\":0.0,\"ap75\":0.0,\"ap_small\":-1.0,"
                + "\"ap_medium\":0.0,\"ap_large\":-1.0,\"ar_1\":0.0,\"ar_10\":0.0,\"ar_100\":0.0,"
                + "\"ar_small\":-1.0,\"ar_medium\":0.0,\"ar_large\":-1.0,\"objects\":1}")
        .contains("{\"id\":1,\"name\":\"dog\",\"ap\":-1.0,\"ap50\":-1.0,");
  }
}
