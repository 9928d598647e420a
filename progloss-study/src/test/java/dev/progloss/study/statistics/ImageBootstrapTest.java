package dev.progloss.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.core.error.DataException;
import dev.progloss.eval.coco.DetectionEvaluator;
import dev.progloss.eval.coco.MatchedPictures;
import dev.progloss.eval.scene.Scene;
import dev.progloss.study.statistics.ImageBootstrap.Drawing;
import dev.progloss.study.statistics.ImageBootstrap.Result;
import dev.progloss.study.statistics.ImageBootstrap.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ImageBootstrapTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
  private static final ClassNames CLASSES = ClassNames.of("cat", "dog");
  private static final Box BOX = new Box(10, 10, 50, 50);

  /** Detections of every picture, one list a picture. */
  private record Found(String name, List<List<Detection>> pictures) {

    Run run(List<List<Annotation>> truth) {
      return new Run(
          name,
          MatchedPictures.of(
              IntStream.range(0, truth.size())
                  .mapToObj(i -> Scene.of(truth.get(i), pictures.get(i)))
                  .toList()));
    }

    double precision(List<List<Annotation>> truth, int[] pictureOf) {
      DetectionEvaluator evaluator = new DetectionEvaluator(CLASSES);
      for (int i : pictureOf) {
        evaluator.add(truth.get(i), pictures.get(i));
      }
      return evaluator.report().ap();
    }
  }

  private static final List<Detection> HIT = List.of(new Detection(0, 0.5, BOX));
  private static final List<Annotation> CAT = List.of(Annotation.of(0, BOX));

  private static Run cats(String name, List<List<Detection>> found) {
    return new Found(name, found).run(found.stream().map(each -> CAT).toList());
  }

  @Test
  void compare_sameDetections_isZeroForAllDrawings() {
    Run run = cats("off/0", List.of(HIT, List.of(), HIT));
    Result result =
        ImageBootstrap.compare(List.of(run), List.of(run), Drawing.usual()).orElseThrow();
    assertThat(result).isEqualTo(new Result(0, new Interval(0, 0)));
  }

  @Test
  void compare_oneOfTwoPicturesFound_byHand() {
    // A cat a picture; the arm finds the first. Drawings hold it not at all, once or twice: AP 0,
    // 51/101 or 1. With two pictures the percentiles are moved out to the ends.
    Run none = cats("off/0", List.of(List.of(), List.of()));
    Run first = cats("both/0", List.of(HIT, List.of()));
    Result result =
        ImageBootstrap.compare(List.of(none), List.of(first), Drawing.usual()).orElseThrow();
    assertThat(result.difference()).isCloseTo(51.0 / 101, ROUNDING);
    assertThat(result.interval().low()).isZero();
    assertThat(result.interval().high()).isCloseTo(1, ROUNDING);
  }

  @Test
  void compare_severalRuns_takesTheMeanOfAnArm() {
    Run none = cats("off/0", List.of(List.of(), List.of()));
    Run both = cats("both/0", List.of(HIT, HIT));
    Result result =
        ImageBootstrap.compare(List.of(none, none, both, both), List.of(both), Drawing.usual())
            .orElseThrow();
    assertThat(result.difference()).isCloseTo(0.5, ROUNDING);
    assertThat(result.interval().low()).isCloseTo(0.5, ROUNDING);
    assertThat(result.interval().high()).isCloseTo(0.5, ROUNDING);
  }

  @Test
  void compare_randomScenes_isWhatTheEvaluatorGivesForRepeatedPictures() {
    Random random = new Random(1);
    List<List<Annotation>> truth = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      truth.add(i % 3 == 0 ? List.of() : List.of(Annotation.of(i % 2, BOX)));
    }
    List<Found> baseline = List.of(found(random, "off/0"), found(random, "off/1"));
    List<Found> arm = List.of(found(random, "both/0"), found(random, "both/1"));
    Drawing drawing = new Drawing(200, 0.9, 3);
    Result result =
        ImageBootstrap.compare(runs(baseline, truth), runs(arm, truth), drawing).orElseThrow();

    int[] once = IntStream.range(0, 9).toArray();
    assertThat(result.difference())
        .isCloseTo(mean(arm, truth, once) - mean(baseline, truth, once), ROUNDING);
    Random same = new Random(3);
    double[] differences = new double[200];
    for (int i = 0; i < differences.length; i++) {
      int[] drawn = drawn(same, truth);
      differences[i] = mean(arm, truth, drawn) - mean(baseline, truth, drawn);
    }
    Arrays.sort(differences);
    // t of 8 degrees at 0.95 is 1.859548, times sqrt(9/8) = 1.972349: a share of 0.0243 of 200 is
    // 4.86, so the fifth from each end.
    assertThat(result.interval().low()).isCloseTo(differences[4], ROUNDING);
    assertThat(result.interval().high()).isCloseTo(differences[195], ROUNDING);
    assertThat(differences[195] - differences[4]).isGreaterThan(0.05);
  }

  private static Found found(Random random, String name) {
    List<List<Detection>> pictures = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      List<Detection> found = new ArrayList<>();
      for (int d = random.nextInt(4); d > 0; d--) {
        Box box = BOX.shifted(6 * random.nextGaussian(), 3 * random.nextGaussian());
        found.add(new Detection(random.nextInt(2), random.nextDouble(), box));
      }
      pictures.add(found);
    }
    return new Found(name, pictures);
  }

  private static List<Run> runs(List<Found> arm, List<List<Annotation>> truth) {
    return arm.stream().map(each -> each.run(truth)).toList();
  }

  private static double mean(List<Found> arm, List<List<Annotation>> truth, int[] pictureOf) {
    return arm.stream().mapToDouble(each -> each.precision(truth, pictureOf)).average().orElse(-1);
  }

  /** In order, as copies of a picture stand side by side; drawn again if all are empty. */
  private static int[] drawn(Random random, List<List<Annotation>> truth) {
    while (true) {
      int[] drawn = IntStream.range(0, 9).map(i -> random.nextInt(9)).sorted().toArray();
      if (Arrays.stream(drawn).anyMatch(i -> !truth.get(i).isEmpty())) {
        return drawn;
      }
    }
  }

  @Test
  void compare_onePictureOrNothingToFind_isNothing() {
    Run one = cats("off/0", List.of(HIT));
    assertThat(ImageBootstrap.compare(List.of(one), List.of(one), Drawing.usual())).isEmpty();
    Scene empty = Scene.of(List.of(), HIT);
    Run none = new Run("off/0", MatchedPictures.of(List.of(empty, empty)));
    assertThat(ImageBootstrap.compare(List.of(none), List.of(none), Drawing.usual())).isEmpty();
  }

  @Test
  void compare_oneObjectInManyPictures_isDefinedInAllDrawings() {
    List<Scene> pictures = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      pictures.add(Scene.of(i == 7 ? CAT : List.of(), i == 7 ? HIT : List.of()));
    }
    List<Scene> missed =
        pictures.stream().map(each -> new Scene(each.objects(), List.of())).toList();
    Result result =
        ImageBootstrap.compare(
                List.of(new Run("off/0", MatchedPictures.of(missed))),
                List.of(new Run("both/0", MatchedPictures.of(pictures))),
                Drawing.usual())
            .orElseThrow();
    assertThat(result.interval().low()).isCloseTo(1, ROUNDING);
  }

  @Test
  void compare_otherPictures_namesTheRun() {
    Run two = cats("off/0", List.of(HIT, HIT));
    Run three = cats("both/1", List.of(HIT, HIT, HIT));
    assertThatThrownBy(() -> ImageBootstrap.compare(List.of(two), List.of(three), Drawing.usual()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "both/1 must have judged the pictures of off/0, got 3 pictures and 2: train or judge"
                + " both on the same data set");
    List<List<Annotation>> truth = List.of(CAT, List.of(Annotation.of(1, BOX)));
    Run other = new Found("both/1", List.of(HIT, HIT)).run(truth);
    assertThatThrownBy(() -> ImageBootstrap.compare(List.of(two), List.of(other), Drawing.usual()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the objects in them differ");
  }

  @Test
  void compare_noRunsOrWrongDrawing_isRefused() {
    Run run = cats("off/0", List.of(HIT, HIT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageBootstrap.compare(List.of(), List.of(run), Drawing.usual()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Drawing(0, 0.95, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Drawing(10, 1, 0));
  }
}
