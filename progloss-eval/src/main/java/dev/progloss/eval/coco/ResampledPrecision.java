package dev.progloss.eval.coco;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * AP of one detector on any sample of the same pictures, each taken as often as one likes: what a
 * bootstrap over pictures asks for a thousand times.
 *
 * <p>AP as COCO defines it: the mean over ten IoU thresholds, 101 recalls, and the classes with
 * objects in the sample; 100 detections of a picture and class; all areas. Taken once each, the
 * pictures give the AP of {@link DetectionEvaluator}; otherwise that of a set in which pictures are
 * repeated. One thing is a convention: where a picture has detections of equal score and class, the
 * copies of the first of them come before those of the second.
 *
 * <p>An object's own area is taken for that of its box, which matters to objects of more than 1e10
 * square pixels alone. Not safe for several threads: each call writes to the same buffers.
 */
public final class ResampledPrecision {

  /*
   * Who takes whom does not depend on other pictures. So every picture is matched once, and the
   * detections of a class are sorted once; a sample only says how much each of them weighs. A
   * detection that weighs w stands for w in a row. Within such a row of hits, precision rises, so
   * that its best from any of them on is at the last or later: one point a row is enough.
   *
   * What comes after the last hit of a class moves no curve and is dropped here. That is most of what
   * a detector says: it gives hundreds of boxes for a picture of five objects.
   */

  private static final int THRESHOLDS = CocoArrays.THRESHOLDS.length;
  private static final double[] RECALLS = CocoArrays.RECALLS;

  private final int pictures;
  private final List<RankedClass> classes;
  private final WeighedCurves curves = new WeighedCurves();

  private ResampledPrecision(int pictures, List<RankedClass> classes) {
    this.pictures = pictures;
    this.classes = classes;
  }

  /**
   * The detections of a class by falling score, down to the last hit.
   *
   * @param objects the picture of each object to be found
   * @param images the picture of each detection
   * @param outcomes what became of each, in the bits of {@link ImageMatch}
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier within this class
  private record RankedClass(int[] objects, int[] images, int[] outcomes) {

    int objects(int[] copies) {
      int sum = 0;
      for (int image : objects) {
        sum += copies[image];
      }
      return sum;
    }
  }

  /**
   * Matches the detections of these pictures with what is in them.
   *
   * @throws IllegalArgumentException if a class index is negative
   */
  public static ResampledPrecision of(List<Scene> scenes) {
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
    return of(truth, found, scenes.size(), classes);
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

  private static ResampledPrecision of(
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
    return new ResampledPrecision(pictures, ranked);
  }

  private static int[] objects(PlacedBoxes truth, int k) {
    int[] images = new int[truth.end(k) - truth.start(k)];
    int count = 0;
    for (int position = truth.start(k); position < truth.end(k); position++) {
      if (!ImageMatch.ignored(truth.boxes(), truth.row(position), AreaRange.ALL)) {
        images[count++] = truth.image(position);
      }
    }
    return Arrays.copyOf(images, count);
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

  /** How many pictures there are. */
  public int pictures() {
    return pictures;
  }

  /** AP of the pictures, each taken once; -1 if there is nothing to find. */
  public double precision() {
    int[] once = new int[pictures];
    Arrays.fill(once, 1);
    return precision(once);
  }

  /**
   * AP of a sample.
   *
   * @param copies how often each picture is in it, at least 0; not kept
   * @return in 0..1, or -1 if the sample holds nothing to find
   * @throws IllegalArgumentException if there are not as many numbers as pictures
   */
  public double precision(int[] copies) {
    if (copies.length != pictures) {
      throw new IllegalArgumentException(
          "copies must have a number for each of " + pictures + " pictures, got " + copies.length);
    }
    double sum = 0;
    int measured = 0;
    for (RankedClass each : classes) {
      int objects = each.objects(copies);
      if (objects > 0) {
        curves.begin(objects, each.objects.length);
        curves.count(each, copies);
        sum += curves.meanPrecision();
        measured++;
      }
    }
    return measured == 0 ? -1 : sum / measured;
  }

  /** The curves of one class at all thresholds: a point for each hit, ties of a picture as one. */
  private static final class WeighedCurves {

    private final int[] hits = new int[THRESHOLDS];
    private final int[] ignored = new int[THRESHOLDS];
    private final int[] points = new int[THRESHOLDS];
    private double[][] precisions = new double[THRESHOLDS][0];
    private int[][] reached = new int[THRESHOLDS][0]; // how many of the 101 recalls
    private int objects;
    private int shown;

    void begin(int objectsWeighed, int mostPoints) {
      objects = objectsWeighed;
      shown = 0;
      Arrays.fill(hits, 0);
      Arrays.fill(ignored, 0);
      Arrays.fill(points, 0);
      if (precisions[0].length < mostPoints) {
        precisions = new double[THRESHOLDS][mostPoints];
        reached = new int[THRESHOLDS][mostPoints];
      }
    }

    void count(RankedClass ranked, int[] copies) {
      int[] images = ranked.images;
      for (int i = 0; i < images.length; i++) {
        int times = copies[images[i]];
        shown += times;
        if (times > 0 && ranked.outcomes[i] != 0) {
          count(ranked.outcomes[i], times);
        }
      }
    }

    private void count(int outcome, int times) {
      for (int bits = outcome >>> ImageMatch.IGNORED; bits != 0; bits &= bits - 1) {
        ignored[Integer.numberOfTrailingZeros(bits)] += times;
      }
      for (int bits = outcome & ImageMatch.HITS; bits != 0; bits &= bits - 1) {
        int t = Integer.numberOfTrailingZeros(bits);
        hits[t] += times;
        precisions[t][points[t]] = (double) hits[t] / (shown - ignored[t]);
        reached[t][points[t]++] = recallsUpTo((double) hits[t] / objects);
      }
    }

    /** How many of the 101 recalls are reached. */
    private static int recallsUpTo(double recall) {
      int count = Math.min((int) (recall * (RECALLS.length - 1)) + 1, RECALLS.length);
      while (count < RECALLS.length && RECALLS[count] <= recall) {
        count++;
      }
      while (RECALLS[count - 1] > recall) { // ends: the first of them is 0
        count--;
      }
      return count;
    }

    double meanPrecision() {
      double sum = 0;
      for (int t = 0; t < THRESHOLDS; t++) {
        double best = 0;
        for (int i = points[t] - 1; i >= 0; i--) {
          best = Math.max(best, precisions[t][i]);
          sum += best * (reached[t][i] - (i > 0 ? reached[t][i - 1] : 0));
        }
      }
      return sum / (THRESHOLDS * RECALLS.length);
    }
  }
}
