package dev.progloss.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.eval.calibration.Calibration;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.coco.DetectionEvaluator;
import dev.progloss.eval.confusion.ConfusionMatrix;
import dev.progloss.eval.confusion.ConfusionThresholds;
import dev.progloss.eval.errors.ErrorKind;
import dev.progloss.eval.errors.ErrorReport;
import dev.progloss.eval.scene.Scene;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;

class DetailAnalysisPropertyTest {

  private static final ClassNames CLASSES = ClassNames.of("cat", "dog", "owl");

  private record Picture(List<Annotation> truth, List<Detection> found) {}

  /** Scores are all different, so that no order between equals matters. */
  private static List<Picture> pictures(long seed) {
    Random random = new Random(seed);
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      List<Annotation> truth = new ArrayList<>();
      List<Detection> found = new ArrayList<>();
      for (int o = random.nextInt(5); o > 0; o--) {
        Box box = box(random);
        int classIndex = random.nextInt(3);
        truth.add(new Annotation(classIndex, box, box.area(), random.nextInt(8) == 0));
        for (int d = random.nextInt(3); d > 0; d--) {
          int said = random.nextInt(4) == 0 ? random.nextInt(3) : classIndex;
          double shift = box.width() * 0.3 * random.nextGaussian();
          found.add(new Detection(said, random.nextDouble(), box.shifted(shift, 0)));
        }
      }
      found.add(new Detection(random.nextInt(3), random.nextDouble(), box(random)));
      pictures.add(new Picture(truth, found));
    }
    return pictures;
  }

  private static Box box(Random random) {
    return Box.ofCorner(
        60 * random.nextDouble(),
        60 * random.nextDouble(),
        5 + 30 * random.nextDouble(),
        5 + 30 * random.nextDouble());
  }

  private static Evaluation evaluation(List<Picture> pictures) {
    DetectionEvaluator coco = new DetectionEvaluator(CLASSES);
    DetailAnalysis details = new DetailAnalysis(CLASSES.size(), ConfusionThresholds.usual());
    for (Picture each : pictures) {
      coco.add(each.truth, each.found);
      details.add(Scene.of(each.truth, each.found));
    }
    return details.with(coco.report());
  }

  @Property(tries = 100)
  void evaluation_imagesInAnyOrder_isTheSame(@ForAll long seed) {
    List<Picture> pictures = pictures(seed);
    Evaluation straight = evaluation(pictures);
    Collections.shuffle(pictures, new Random(seed + 1));
    Evaluation shuffled = evaluation(pictures);
    assertThat(shuffled.errors()).isEqualTo(straight.errors());
    assertThat(shuffled.curves()).isEqualTo(straight.curves());
    assertThat(shuffled.coco()).isEqualTo(straight.coco());
  }

  @Property(tries = 100)
  void errors_countEveryDetectionThatIsNoHit_andStayWithinBounds(@ForAll long seed) {
    List<Picture> pictures = pictures(seed);
    ErrorReport errors = evaluation(pictures).errors();
    long detections = pictures.stream().mapToLong(each -> each.found.size()).sum();
    long objects =
        pictures.stream().flatMap(each -> each.truth.stream()).filter(o -> !o.crowd()).count();
    long wrong =
        errors.rows().stream()
            .filter(row -> row.kind() != ErrorKind.MISSED)
            .mapToLong(ErrorReport.Row::count)
            .sum();
    long hits = detections - wrong;
    assertThat(hits).isBetween(0L, objects);
    assertThat(errors.row(ErrorKind.MISSED).count()).isBetween(0L, objects - hits);
    for (ErrorReport.Row row : errors.rows()) {
      assertThat(row.cost()).isBetween(0.0, 1 - errors.ap() + 1e-12);
      assertThat(row.inCrowds()).isBetween(0L, row.count());
    }
  }

  @Property(tries = 100)
  void curves_andClasses_agreeWithTheCocoNumbers(@ForAll long seed) {
    List<Picture> pictures = pictures(seed);
    Evaluation evaluation = evaluation(pictures);
    for (int k = 0; k < CLASSES.size(); k++) {
      CocoReport.ClassRow row = evaluation.coco().perClass().get(k);
      assertThat(evaluation.curves().perClass().get(k).objects()).isEqualTo(row.objects());
      assertThat(row.ap() < 0).isEqualTo(row.objects() == 0);
    }
    double mean =
        evaluation.coco().perClass().stream()
            .filter(row -> row.objects() > 0)
            .mapToDouble(CocoReport.ClassRow::ap75)
            .average()
            .orElse(-1);
    assertThat(evaluation.coco().ap75()).isCloseTo(mean, Offset.offset(1e-12));
  }

  @Property(tries = 100)
  void calibration_countsWhatCounts_andStaysWithinBounds(@ForAll long seed) {
    List<Picture> pictures = pictures(seed);
    Calibration calibration = evaluation(pictures).calibration();
    List<Detection> scored =
        pictures.stream()
            .flatMap(each -> each.found.stream())
            .filter(each -> each.score() >= Calibration.FROM)
            .toList();
    List<Annotation> crowds =
        pictures.stream().flatMap(each -> each.truth.stream()).filter(Annotation::crowd).toList();
    // Only a crowd takes a detection out of the count.
    assertThat(calibration.count())
        .isBetween(crowds.isEmpty() ? scored.size() : 0L, (long) scored.size());
    assertThat(calibration.error()).isBetween(calibration.count() == 0 ? -1.0 : 0.0, 1.0);
    double sum = 0;
    for (int i = 0; i < Calibration.BINS; i++) {
      Calibration.Bin bin = calibration.bins().get(i);
      if (bin.count() > 0) {
        assertThat(bin.score()).isBetween(i / 10.0 - 1e-12, (i + 1) / 10.0 + 1e-12);
        assertThat(bin.hits()).isBetween(0.0, 1.0);
        sum += bin.count() * Math.abs(bin.score() - bin.hits());
      }
    }
    if (calibration.count() > 0) {
      assertThat(calibration.error()).isCloseTo(sum / calibration.count(), Offset.offset(1e-12));
    }
  }

  @Property(tries = 100)
  void confusion_columns_holdEveryObjectOnce(@ForAll long seed) {
    List<Picture> pictures = pictures(seed);
    ConfusionMatrix matrix = evaluation(pictures).confusion();
    for (int k = 0; k < CLASSES.size(); k++) {
      int actual = k;
      long objects =
          pictures.stream()
              .flatMap(each -> each.truth.stream())
              .filter(o -> !o.crowd() && o.classIndex() == actual)
              .count();
      long column = 0;
      for (int detected = 0; detected <= CLASSES.size(); detected++) {
        column += matrix.count(detected, actual);
      }
      assertThat(column).isEqualTo(objects);
    }
  }
}
