package dev.progloss.eval.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ErrorAnalysisTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
  private static final int CAT = 0;
  private static final int DOG = 1;

  private static SceneObject object(int classIndex, double x) {
    return new SceneObject(classIndex, x, 0, 10, 10, false);
  }

  private static SceneDetection found(int classIndex, double score, double x) {
    return new SceneDetection(classIndex, score, x, 0, 10, 10);
  }

  private static ErrorReport report(List<SceneObject> objects, List<SceneDetection> detections) {
    ErrorAnalysis analysis = new ErrorAnalysis(2, ErrorThresholds.paper());
    analysis.add(new Scene(objects, detections));
    return analysis.report();
  }

  private static void assertOnly(ErrorReport report, ErrorKind kind) {
    for (ErrorReport.Row row : report.rows()) {
      assertThat(row.count()).as("%s", row.kind()).isEqualTo(row.kind() == kind ? 1 : 0);
    }
  }

  @Test
  void report_boxOff_isLocalization_andMendedToOne() {
    // Shifted by 5 of 10: shares 50 of 150, IoU 1/3. Mended it hits: AP 0 -> 1.
    ErrorReport report = report(List.of(object(CAT, 0)), List.of(found(CAT, 0.9, 5)));
    assertOnly(report, ErrorKind.LOCALIZATION);
    assertThat(report.ap()).isZero();
    assertThat(report.row(ErrorKind.LOCALIZATION).cost()).isCloseTo(1, ROUNDING);
    assertThat(report.row(ErrorKind.MISSED).cost()).isZero();
  }

  @Test
  void report_classWrong_isClassification_andCostsTheClassThatWasSaid() {
    // Two classes count: cat has an object, dog a detection; AP 0. Mended, dog has neither and
    // drops
    // out, cat has its hit: AP 1.
    ErrorReport report = report(List.of(object(CAT, 0)), List.of(found(DOG, 0.9, 0)));
    assertOnly(report, ErrorKind.CLASSIFICATION);
    assertThat(report.row(ErrorKind.CLASSIFICATION).cost()).isCloseTo(1, ROUNDING);
  }

  @Test
  void report_classAndBoxWrong_isBoth_andTheObjectIsMissedToo() {
    // IoU 1/3 with a cat, said to be a dog: between b and f, and nothing that could be mended.
    ErrorReport report = report(List.of(object(CAT, 0)), List.of(found(DOG, 0.9, 5)));
    assertThat(report.row(ErrorKind.BOTH).count()).isOne();
    assertThat(report.row(ErrorKind.MISSED).count()).isOne();
    assertThat(report.row(ErrorKind.LOCALIZATION).count()).isZero();
    assertThat(report.row(ErrorKind.CLASSIFICATION).count()).isZero();
  }

  @Test
  void report_secondOnSameObject_isDuplicate() {
    // Cats at 0 and 40. By score: hit, duplicate, hit: precision 1, 1/2, 2/3; recall 1/2, 1/2, 1.
    // 51 recall points up to 0.50 at 1, 50 at 2/3; without the duplicate all 101 at 1.
    ErrorReport report =
        report(
            List.of(object(CAT, 0), object(CAT, 40)),
            List.of(found(CAT, 0.9, 0), found(CAT, 0.8, 1), found(CAT, 0.7, 40)));
    assertOnly(report, ErrorKind.DUPLICATE);
    assertThat(report.ap()).isCloseTo((51 + 50 * 2 / 3.0) / 101, ROUNDING);
    assertThat(report.row(ErrorKind.DUPLICATE).cost()).isCloseTo(50 / 3.0 / 101, ROUNDING);
    assertThat(report.falsePositives()).isCloseTo(50 / 3.0 / 101, ROUNDING);
    assertThat(report.falseNegatives()).isZero();
  }

  @Test
  void report_onNothing_isBackground_andMissedIsWhatNoErrorAimsAt() {
    // Cat at 0 hit at 0.5, below a false alarm at 0.9; cat at 40 missed. Precision 0, 1/2; recall
    // 0, 1/2: 51 points at 1/2. Without the alarm 51 at 1; without the missed cat 101 at 1/2.
    ErrorReport report =
        report(
            List.of(object(CAT, 0), object(CAT, 40)),
            List.of(found(CAT, 0.9, 80), found(CAT, 0.5, 0)));
    assertThat(report.row(ErrorKind.BACKGROUND).count()).isOne();
    assertThat(report.row(ErrorKind.MISSED).count()).isOne();
    assertThat(report.ap()).isCloseTo(25.5 / 101, ROUNDING);
    assertThat(report.row(ErrorKind.BACKGROUND).cost()).isCloseTo(25.5 / 101, ROUNDING);
    assertThat(report.row(ErrorKind.MISSED).cost()).isCloseTo(25 / 101.0, ROUNDING);
    assertThat(report.falseNegatives()).isCloseTo(25 / 101.0, ROUNDING);
  }

  @Test
  void report_twoErrorsOnOneObject_onlyTheBetterScoredIsMended() {
    // The wrong class scores higher and gets the cat; mending the box only takes the other away.
    ErrorReport report =
        report(List.of(object(CAT, 0)), List.of(found(CAT, 0.5, 5), found(DOG, 0.9, 0)));
    assertThat(report.row(ErrorKind.LOCALIZATION).cost()).isZero();
    // Mended: a hit at 0.9 and the off box at 0.5 behind it; cat's AP 1, dog drops out.
    assertThat(report.row(ErrorKind.CLASSIFICATION).cost()).isCloseTo(1, ROUNDING);
    assertThat(report.row(ErrorKind.MISSED).count()).isZero();
  }

  @Test
  void report_inCrowd_isCountedButCostsNothing() {
    SceneObject crowd = new SceneObject(CAT, 50, 0, 40, 40, true);
    ErrorReport report =
        report(List.of(object(CAT, 0), crowd), List.of(found(CAT, 0.9, 60), found(CAT, 0.5, 0)));
    assertThat(report.ap()).isCloseTo(1, ROUNDING);
    ErrorReport.Row row = report.row(ErrorKind.BACKGROUND);
    assertThat(row).isEqualTo(new ErrorReport.Row(ErrorKind.BACKGROUND, 1, 1, 0));
  }

  @Test
  void report_nothingAtAll_isUndefined_oneSideEmpty_isZero() {
    assertThat(report(List.of(), List.of()).ap()).isEqualTo(-1);
    assertThat(new ErrorAnalysis(0, ErrorThresholds.paper()).report().ap()).isEqualTo(-1);
    SceneObject crowd = new SceneObject(CAT, 0, 0, 40, 40, true);
    assertThat(report(List.of(crowd), List.of()).ap()).isEqualTo(-1);
    assertOnly(report(List.of(object(CAT, 0)), List.of()), ErrorKind.MISSED);
    ErrorReport alarmsOnly = report(List.of(), List.of(found(CAT, 0.9, 0)));
    assertOnly(alarmsOnly, ErrorKind.BACKGROUND);
    assertThat(alarmsOnly.ap()).isZero();
    assertThat(alarmsOnly.row(ErrorKind.BACKGROUND).cost()).isZero(); // nothing left to measure
  }

  @Test
  void thresholds_outOfRange_areNamed() {
    assertThatThrownBy(() -> new ErrorThresholds(0.5, 0.6, 100))
        .hasMessage("background must be in (0, 0.5], got 0.6");
    assertThatThrownBy(() -> new ErrorThresholds(0, 0.1, 100))
        .hasMessage("foreground must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> new ErrorThresholds(0.5, 0.1, 0))
        .hasMessage("mostPerImage must be at least 1, got 0");
  }
}
