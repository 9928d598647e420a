package dev.progloss.eval.coco;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What became of the detections of one detector on a set of pictures: enough for its AP on any
 * sample of them ({@link ResampledPrecision}), and far less than the detections themselves.
 *
 * <p>Who takes whom does not depend on other pictures, so every picture is matched once. What comes
 * after the last hit of a class moves no curve and is dropped. That is most of what a detector
 * says: it gives hundreds of boxes for a picture of five objects.
 *
 * @param pictures how many there are
 * @param truth stands for the objects: equal for detectors that were judged on the same ones
 * @param classes those with objects, in class order
 */
public record MatchedPictures(int pictures, String truth, List<RankedClass> classes) {

  /** Bits of {@link RankedClass#outcomes} that can be set. */
  private static final int OUTCOMES =
      ImageMatch.ALL_IGNORED | (ImageMatch.ALL_IGNORED >>> ImageMatch.IGNORED);

  /** Copies the list and checks that no number points anywhere else. */
  public MatchedPictures {
    classes = List.copyOf(classes);
    for (RankedClass each : classes) {
      each.requireWithin(pictures);
    }
  }

  /**
   * The detections of a class by falling score, down to the last hit. Arrays are not copied and
   * must stay as they are.
   *
   * @param objects the picture of each object to be found, rising
   * @param images the picture of each detection
   * @param outcomes what became of each: bit t is set if it is a hit at IoU 0.50 + 0.05 t, bit 16 +
   *     t if it does not count there; neither means a false alarm
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, compared by nobody
  public record RankedClass(int[] objects, int[] images, int[] outcomes) {

    private void requireWithin(int pictures) {
      if (images.length != outcomes.length) {
        throw new IllegalArgumentException(
            "each detection must have a picture and an outcome, got "
                + images.length
                + " pictures and "
                + outcomes.length
                + " outcomes");
      }
      for (int[] places : List.of(objects, images)) {
        for (int place : places) {
          if (place < 0 || place >= pictures) {
            throw new IllegalArgumentException(
                "picture must be in 0.." + (pictures - 1) + ", got " + place);
          }
        }
      }
      int[] hits = new int[CocoArrays.THRESHOLDS.length];
      for (int outcome : outcomes) {
        if ((outcome & ~OUTCOMES) != 0 || (outcome & (outcome >>> ImageMatch.IGNORED)) != 0) {
          throw new IllegalArgumentException("outcome has bits that mean nothing: " + outcome);
        }
        for (int bits = outcome & ImageMatch.HITS; bits != 0; bits &= bits - 1) {
          hits[Integer.numberOfTrailingZeros(bits)]++;
        }
      }
      int most = Arrays.stream(hits).max().orElse(0);
      if (most > objects.length) {
        throw new IllegalArgumentException(
            "hits must not be more than objects, got " + most + " and " + objects.length);
      }
    }
  }

  /**
   * Matches the detections of these pictures with what is in them.
   *
   * <p>An object's own area is taken for that of its box, which matters to objects of more than
   * 1e10 square pixels alone.
   *
   * @throws IllegalArgumentException if a class index is negative
   */
  public static MatchedPictures of(List<Scene> scenes) {
    BoxColumns truth = new BoxColumns();
    BoxColumns found = new BoxColumns();
    int classes = 0;
    for (int image = 0; image < scenes.size(); image++) {
      for (SceneObject each : scenes.get(image).objects()) {
        check(each.classIndex());
        classes = Math.max(classes, each.classIndex() + 1);
        truth.add(image, each.classIndex(), box(each));
      }
      for (SceneDetection each : scenes.get(image).detections()) {
        check(each.classIndex());
        found.add(image, each.classIndex(), box(each));
      }
    }
    return new MatchedPictures(
        scenes.size(), fingerprint(scenes), classes(truth, found, scenes.size(), classes));
  }

  private static void check(int classIndex) {
    if (classIndex < 0) {
      throw new IllegalArgumentException("class index must not be negative, got " + classIndex);
    }
  }

  private static TruthBox box(SceneObject each) {
    double area = each.width() * each.height();
    return new TruthBox(each.x(), each.y(), each.width(), each.height(), area, each.crowd(), true);
  }

  private static FoundBox box(SceneDetection each) {
    return new FoundBox(each.x(), each.y(), each.width(), each.height(), each.score());
  }

  private static List<RankedClass> classes(
      BoxColumns truthBoxes, BoxColumns foundBoxes, int pictures, int classes) {
    IdPlaces imagePlaces = IdPlaces.of(LongStream.range(0, pictures).toArray());
    IdPlaces classPlaces = IdPlaces.of(LongStream.range(0, classes).toArray());
    PlacedBoxes truth = PlacedBoxes.of(truthBoxes, imagePlaces, classPlaces);
    PlacedBoxes found = PlacedBoxes.of(foundBoxes, imagePlaces, classPlaces);
    ClassRanking ranking = new ClassRanking(truth, found);
    List<RankedClass> ranked = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      int[] objects = objects(truth, k);
      if (objects.length > 0) {
        ranking.rank(k);
        ranked.add(ranked(objects, ranking));
      }
    }
    return ranked;
  }

  private static int[] objects(PlacedBoxes truth, int k) {
    return IntStream.range(truth.start(k), truth.end(k))
        .filter(at -> !ImageMatch.ignored(truth.boxes(), truth.row(at), AreaRange.ALL))
        .map(truth::image)
        .toArray();
  }

  private static RankedClass ranked(int[] objects, ClassRanking ranking) {
    int[] images = new int[ranking.size()];
    int[] outcomes = new int[ranking.size()];
    int size = 0;
    int last = 0;
    for (int rank = 0; rank < ranking.size(); rank++) {
      int outcome = ranking.outcome(rank, AreaRange.ALL);
      if (ranking.placeInImage(rank) < ClassRanking.MOST && outcome != ImageMatch.ALL_IGNORED) {
        images[size] = ranking.image(rank);
        outcomes[size++] = outcome;
        last = (outcome & ImageMatch.HITS) == 0 ? last : size;
      }
    }
    return new RankedClass(objects, Arrays.copyOf(images, last), Arrays.copyOf(outcomes, last));
  }

  /** Of all objects, bit by bit, in their order. */
  private static String fingerprint(List<Scene> scenes) {
    MessageDigest sum = sha256();
    ByteBuffer row = ByteBuffer.allocate(2 * Integer.BYTES + 4 * Double.BYTES + 1);
    for (int image = 0; image < scenes.size(); image++) {
      for (SceneObject each : scenes.get(image).objects()) {
        row.clear();
        row.putInt(image).putInt(each.classIndex());
        row.putDouble(each.x()).putDouble(each.y());
        row.putDouble(each.width()).putDouble(each.height());
        row.put((byte) (each.crowd() ? 1 : 0));
        sum.update(row.array());
      }
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Of each picture, whether there is something to find in it. */
  public boolean[] filled() {
    boolean[] filled = new boolean[pictures];
    for (RankedClass each : classes) {
      for (int image : each.objects) {
        filled[image] = true;
      }
    }
    return filled;
  }
}
