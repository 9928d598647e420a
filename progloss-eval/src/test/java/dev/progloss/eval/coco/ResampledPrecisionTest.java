package dev.progloss.eval.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResampledPrecisionTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
  private static final ClassNames CLASSES = ClassNames.of("cat", "dog", "owl", "emu");
  private static final Box BOX = new Box(10, 10, 50, 50);
  private static final Box ELSEWHERE = new Box(60, 60, 90, 90);

  private record Picture(List<Annotation> truth, List<Detection> found) {

    Scene scene() {
      return Scene.of(truth, found);
    }
  }

  /** How scores are drawn: few different ones make ties, within pictures and between them. */
  private interface Scores {
    double next();
  }

  private static List<Picture> pictures(Random random, Scores scores) {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      List<Annotation> truth = new ArrayList<>();
      List<Detection> found = new ArrayList<>();
      for (int o = random.nextInt(6) - 1; o > 0; o--) {
        Box box = box(random);
        int classIndex = random.nextInt(3); // never the fourth, which is detected all the same
        truth.add(new Annotation(classIndex, box, box.area(), random.nextInt(6) == 0));
        for (int d = random.nextInt(4); d > 0; d--) {
          int said = random.nextInt(5) == 0 ? random.nextInt(4) : classIndex;
          double shift = box.width() * 0.2 * random.nextGaussian();
          found.add(new Detection(said, scores.next(), box.shifted(shift, 0)));
        }
      }
      int alarms = random.nextInt(10) == 0 ? 250 : random.nextInt(5);
      for (int d = 0; d < alarms; d++) {
        found.add(new Detection(random.nextInt(4) / 2, scores.next(), box(random)));
      }
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

  private static double reference(List<Picture> pictures) {
    DetectionEvaluator evaluator = new DetectionEvaluator(CLASSES);
    pictures.forEach(each -> evaluator.add(each.truth, each.found));
    return evaluator.report().ap();
  }

  private static ResampledPrecision matched(List<Picture> pictures) {
    return ResampledPrecision.of(
        MatchedPictures.of(pictures.stream().map(Picture::scene).toList()));
  }

  @Property(tries = 500)
  void precision_eachPictureOnce_isThatOfTheEvaluator(@ForAll long seed) {
    Random random = new Random(seed);
    boolean ties = random.nextBoolean();
    List<Picture> pictures =
        pictures(random, () -> ties ? random.nextInt(5) / 4.0 : random.nextDouble());
    assertThat(matched(pictures).precision()).isCloseTo(reference(pictures), ROUNDING);
  }

  @Property(tries = 500)
  void precision_copies_isThatOfASetWithRepeatedPictures(@ForAll long seed) {
    Random random = new Random(seed);
    List<Picture> pictures = pictures(random, random::nextDouble);
    int[] copies = random.ints(pictures.size(), 0, 4).toArray();
    List<Picture> repeated = new ArrayList<>();
    for (int i = 0; i < copies.length; i++) {
      for (int copy = 0; copy < copies[i]; copy++) {
        repeated.add(pictures.get(i));
      }
    }
    ResampledPrecision matched = matched(pictures);
    assertThat(matched.precision(copies)).isCloseTo(reference(repeated), ROUNDING);
    assertThat(matched.precision())
        .isCloseTo(reference(pictures), ROUNDING); // nothing is left over
  }

  @Test
  void precision_halfOfTheObjectsFound_byHand() {
    // One cat a picture, found in the first alone. Once each: recall 1/2, so 51 of 101 points. The
    // first thrice, the second once: recall 3/4, 76 points. The second alone: none.
    ResampledPrecision matched =
        matched(
            List.of(
                new Picture(List.of(Annotation.of(0, BOX)), List.of(new Detection(0, 0.5, BOX))),
                new Picture(List.of(Annotation.of(0, BOX)), List.of())));
    assertThat(matched.pictures()).isEqualTo(2);
    assertThat(matched.precision()).isCloseTo(51.0 / 101, ROUNDING);
    assertThat(matched.precision(new int[] {3, 1})).isCloseTo(76.0 / 101, ROUNDING);
    assertThat(matched.precision(new int[] {0, 2})).isZero();
  }

  @Test
  void precision_falseAlarmOfARepeatedPicture_weighsAsOftenAsIt() {
    // A false alarm above everything in the second picture: with it taken thrice and a hit in the
    // first taken once, precision is 1/4 at all recalls.
    ResampledPrecision matched =
        matched(
            List.of(
                new Picture(List.of(Annotation.of(0, BOX)), List.of(new Detection(0, 0.5, BOX))),
                new Picture(List.of(), List.of(new Detection(0, 0.9, ELSEWHERE)))));
    assertThat(matched.precision(new int[] {1, 3})).isCloseTo(0.25, ROUNDING);
    assertThat(matched.precision(new int[] {2, 0})).isCloseTo(1, ROUNDING);
    assertThat(matched.precision(new int[] {0, 2})).isEqualTo(-1);
  }

  @Test
  void precision_nothingToFind_isUndefined() {
    assertThat(ResampledPrecision.of(MatchedPictures.of(List.of())).precision()).isEqualTo(-1);
    Annotation crowd = new Annotation(0, BOX, BOX.area(), true);
    Picture picture = new Picture(List.of(crowd), List.of(new Detection(0, 0.5, BOX)));
    assertThat(matched(List.of(picture)).precision()).isEqualTo(-1);
  }

  @Test
  void precision_wrongNumberOfCopiesOrClass_isRefused() {
    ResampledPrecision matched = matched(List.of(new Picture(List.of(), List.of())));
    assertThatIllegalArgumentException().isThrownBy(() -> matched.precision(new int[2]));
    Scene scene = new Scene(List.of(), Arrays.asList(new SceneDetection(-1, 0.5, 0, 0, 10, 10)));
    assertThatIllegalArgumentException().isThrownBy(() -> MatchedPictures.of(List.of(scene)));
  }
}
