package dev.progloss.eval.coco;

import dev.progloss.eval.coco.MatchedPictures.RankedClass;
import java.util.Arrays;
import java.util.List;

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
 * <p>Not safe for several threads: each call writes to the same buffers.
 */
public final class ResampledPrecision {

  /*
   * Pictures are matched and the detections of a class sorted once; a sample only says how much each
   * of them weighs. A detection that weighs w stands for w in a row. Within such a row of hits,
   * precision rises, so that its best from any of them on is at the last or later: one point a row is
   * enough.
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

  /** Of these pictures. */
  public static ResampledPrecision of(MatchedPictures matched) {
    return new ResampledPrecision(matched.pictures(), matched.classes());
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
      int objects = weighed(each.objects(), copies);
      if (objects > 0) {
        curves.begin(objects, each.objects().length);
        curves.count(each, copies);
        sum += curves.meanPrecision();
        measured++;
      }
    }
    return measured == 0 ? -1 : sum / measured;
  }

  private static int weighed(int[] objects, int[] copies) {
    int sum = 0;
    for (int image : objects) {
      sum += copies[image];
    }
    return sum;
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
      int[] images = ranked.images();
      int[] outcomes = ranked.outcomes();
      for (int i = 0; i < images.length; i++) {
        int times = copies[images[i]];
        shown += times;
        if (times > 0 && outcomes[i] != 0) {
          count(outcomes[i], times);
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
