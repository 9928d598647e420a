package dev.progloss.study.statistics;

import dev.progloss.core.error.DataException;
import dev.progloss.eval.coco.MatchedPictures;
import dev.progloss.eval.coco.ResampledPrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How sure a difference of AP is given these pictures: had other pictures of the same kind been
 * used for validation, where would it have come out?
 *
 * <p>Pictures are drawn with replacement, as many as there are; a drawing holds for all runs of
 * both arms. For each, AP of every run (COCO: IoU 0.50 to 0.95, all areas, classes with objects in
 * the drawing), the mean over the runs of an arm, and the difference. The interval is that of the
 * percentiles of these differences, moved out for small samples as in {@link PairedBootstrap}; n is
 * the number of pictures. The runs stay the same: what other seeds would give is not in it.
 *
 * <p>A drawing that holds nothing to find has no AP and is drawn again. Pure: the same runs and
 * seed give the same numbers.
 */
public final class ImageBootstrap {

  private ImageBootstrap() {}

  /**
   * What one run found in the validation pictures.
   *
   * @param name what messages call it
   * @param pictures in the same order for all runs
   */
  public record Run(String name, MatchedPictures pictures) {}

  /**
   * How to draw.
   *
   * @param resamples how often, at least 1
   * @param level of the interval, above 0 and below 1
   * @param seed of the drawings
   */
  public record Drawing(int resamples, double level, long seed) {

    /** Checks the ranges. */
    public Drawing {
      if (resamples < 1) {
        throw new IllegalArgumentException("resamples must be at least 1, got " + resamples);
      }
      Resamples.checkLevel(level);
    }

    /** A thousand, 95 %, seed 0. */
    public static Drawing usual() {
      return new Drawing(1000, 0.95, 0);
    }
  }

  /**
   * AP of the arm minus AP of the baseline.
   *
   * @param difference on the pictures as they are, in -1..1
   * @param interval of the difference over drawings
   */
  public record Result(double difference, Interval interval) {}

  /**
   * Compares two arms.
   *
   * @param baseline its runs, at least one
   * @param arm its runs, at least one; their number may differ from the baseline's
   * @return empty if there are fewer than two pictures, or nothing to find in any
   * @throws DataException if the runs were not judged on the same objects
   * @throws IllegalArgumentException if an arm has no run
   */
  public static Optional<Result> compare(List<Run> baseline, List<Run> arm, Drawing drawing) {
    if (baseline.isEmpty() || arm.isEmpty()) {
      throw new IllegalArgumentException(
          "both arms need a run, got " + baseline.size() + " and " + arm.size());
    }
    List<Run> runs = new ArrayList<>(baseline);
    runs.addAll(arm);
    runs.forEach(run -> checkSame(runs.get(0), run));
    boolean[] filled = runs.get(0).pictures.filled();
    if (filled.length < 2 || runs.get(0).pictures.classes().isEmpty()) {
      return Optional.empty();
    }
    Arms arms = new Arms(matched(baseline), matched(arm));
    double[] differences = new double[drawing.resamples];
    Random random = new Random(drawing.seed); // its numbers are the same in every version of Java
    for (int i = 0; i < differences.length; i++) {
      differences[i] = arms.difference(drawn(random, filled));
    }
    double freedom = filled.length - 1.0;
    double tail =
        Resamples.expandedTail(drawing.level, Math.sqrt(filled.length / freedom), freedom);
    Interval interval = Resamples.drawn(differences).between(tail);
    return Optional.of(new Result(arms.difference(), interval));
  }

  private static void checkSame(Run first, Run other) {
    int pictures = first.pictures.pictures();
    if (other.pictures.pictures() != pictures) {
      throw new DataException(
          other.name
              + " must have judged the pictures of "
              + first.name
              + ", got "
              + other.pictures.pictures()
              + " pictures and "
              + pictures
              + ": train or judge both on the same data set");
    }
    if (!other.pictures.truth().equals(first.pictures.truth())) {
      throw new DataException(
          other.name
              + " must have judged the pictures of "
              + first.name
              + ", but the objects in them differ: train or judge both on the same data set");
    }
  }

  private static List<ResampledPrecision> matched(List<Run> runs) {
    return runs.stream().map(run -> ResampledPrecision.of(run.pictures)).toList();
  }

  /** How often each picture was drawn. */
  private static int[] drawn(Random random, boolean[] filled) {
    while (true) { // more than half of all drawings hold a given picture, so this ends
      int[] copies = new int[filled.length];
      boolean something = false;
      for (int i = 0; i < copies.length; i++) {
        int picture = random.nextInt(copies.length);
        copies[picture]++;
        something |= filled[picture];
      }
      if (something) {
        return copies;
      }
    }
  }

  private record Arms(List<ResampledPrecision> baseline, List<ResampledPrecision> arm) {

    double difference() {
      return mean(arm, ResampledPrecision::precision)
          - mean(baseline, ResampledPrecision::precision);
    }

    double difference(int[] copies) {
      return mean(arm, run -> run.precision(copies)) - mean(baseline, run -> run.precision(copies));
    }

    private static double mean(
        List<ResampledPrecision> runs, ToDoubleFunction<ResampledPrecision> precision) {
      double sum = 0;
      for (ResampledPrecision run : runs) {
        sum += precision.applyAsDouble(run);
      }
      return sum / runs.size();
    }
  }
}
