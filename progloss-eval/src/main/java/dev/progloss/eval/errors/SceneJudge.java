package dev.progloss.eval.errors;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Judges the detections of one image. */
final class SceneJudge {

  private static final int NOBODY = -1;

  private final ErrorThresholds thresholds;
  private final List<SceneObject> objects;
  private final List<SceneObject> crowds;
  private final List<SceneDetection> best;
  private final double[][] overlaps;
  private final boolean[] hit;
  private final boolean[] taken;
  private final int[] mender;

  SceneJudge(Scene scene, ErrorThresholds thresholds) {
    this.thresholds = thresholds;
    this.objects = scene.single();
    this.crowds = scene.crowds();
    this.best = scene.ranked().stream().limit(thresholds.mostPerImage()).toList();
    this.overlaps = new double[best.size()][objects.size()];
    this.hit = new boolean[best.size()];
    this.taken = new boolean[objects.size()];
    this.mender = new int[objects.size()];
  }

  /** All verdicts, by falling score. */
  List<Verdict> judge() {
    for (int d = 0; d < best.size(); d++) {
      for (int o = 0; o < objects.size(); o++) {
        overlaps[d][o] = best.get(d).overlap(objects.get(o));
      }
    }
    for (int d = 0; d < best.size(); d++) {
      take(d);
    }
    Arrays.fill(mender, NOBODY);
    List<Verdict> verdicts = new ArrayList<>();
    for (int d = 0; d < best.size(); d++) {
      verdicts.add(verdict(d));
    }
    return verdicts;
  }

  /** The objects, without crowds. */
  List<SceneObject> objects() {
    return objects;
  }

  /** Whether nothing hit an object; after judging. */
  boolean isLeft(int object) {
    return !taken[object];
  }

  /** Whether nothing hit an object nor would if its box or class were mended; after judging. */
  boolean isMissed(int object) {
    return !taken[object] && mender[object] == NOBODY;
  }

  private void take(int d) {
    int most = most(d, o -> !taken[o] && sameClass(d, o));
    if (most >= 0 && overlaps[d][most] >= thresholds.foreground()) {
      taken[most] = true;
      hit[d] = true;
    }
  }

  private Verdict verdict(int d) {
    SceneDetection each = best.get(d);
    if (hit[d]) {
      return new Verdict(each.classIndex(), each.score(), null, false, NOBODY);
    }
    ErrorKind error = error(d);
    int aim = aim(d, error);
    int mended = NOBODY;
    // An object can be given to one detection only: the first that aims at it has the best score.
    if (aim >= 0 && !taken[aim] && mender[aim] == NOBODY) {
      mender[aim] = d;
      mended = objects.get(aim).classIndex();
    }
    return new Verdict(each.classIndex(), each.score(), error, inCrowd(each), mended);
  }

  private ErrorKind error(int d) {
    double own = overlap(d, most(d, o -> sameClass(d, o)));
    if (own >= thresholds.background() && own <= thresholds.foreground()) {
      return ErrorKind.LOCALIZATION;
    }
    double other = overlap(d, most(d, o -> !sameClass(d, o)));
    if (other >= thresholds.foreground()) {
      return ErrorKind.CLASSIFICATION;
    }
    if (own >= thresholds.foreground()) {
      return ErrorKind.DUPLICATE; // had that object been free, this would be a hit
    }
    return Math.max(own, other) <= thresholds.background() ? ErrorKind.BACKGROUND : ErrorKind.BOTH;
  }

  /** The object that a detection is about, if its box or class is to be mended; else -1. */
  private int aim(int d, ErrorKind error) {
    return switch (error) {
      case LOCALIZATION -> most(d, o -> sameClass(d, o));
      case CLASSIFICATION -> most(d, o -> !sameClass(d, o));
      case DUPLICATE, BACKGROUND, BOTH, MISSED -> NOBODY;
    };
  }

  private boolean inCrowd(SceneDetection detection) {
    return crowds.stream()
        .anyMatch(
            crowd ->
                crowd.classIndex() == detection.classIndex()
                    && detection.overlap(crowd) > thresholds.foreground());
  }

  private boolean sameClass(int d, int o) {
    return best.get(d).classIndex() == objects.get(o).classIndex();
  }

  private double overlap(int d, int object) {
    return object < 0 ? 0 : overlaps[d][object];
  }

  /** The object with the largest overlap above 0 among some, of equals the first; -1 if none. */
  private int most(int d, Among among) {
    int most = NOBODY;
    double overlap = 0;
    for (int o = 0; o < objects.size(); o++) {
      if (overlaps[d][o] > overlap && among.has(o)) {
        most = o;
        overlap = overlaps[d][o];
      }
    }
    return most;
  }

  /** A choice of objects. */
  private interface Among {
    boolean has(int object);
  }
}
