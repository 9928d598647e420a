package dev.progloss.eval.curve;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers precision, recall and F1 over confidence.
 *
 * <p>Hits are those of the COCO protocol at IoU 0.50: in each image and class the 100 best
 * detections by falling score, each taking the free object of its class with the largest overlap of
 * 0.5 or more; those on a crowd count neither as hit nor as false alarm. A threshold keeps
 * detections with a score of at least it; nothing is interpolated or smoothed. Which detection hits
 * does not depend on the threshold, since better ones choose first. Scores that are NaN are never
 * kept.
 *
 * <p>What stays of an image is 8 bytes a detection. Not safe for several threads at once.
 */
public final class ConfidenceAnalysis {

  private static final double OVERLAP = 0.5;
  private static final int MOST = 100;

  private final List<RankedHits> perClass = new ArrayList<>();

  /** For so many classes. */
  public ConfidenceAnalysis(int classes) {
    for (int k = 0; k < classes; k++) {
      perClass.add(new RankedHits());
    }
  }

  /** Adds the next image. */
  public void add(Scene scene) {
    List<SceneObject> objects = scene.single();
    List<SceneObject> crowds = scene.crowds();
    boolean[] taken = new boolean[objects.size()];
    int[] seen = new int[perClass.size()];
    objects.forEach(each -> perClass.get(each.classIndex()).addObject());
    for (SceneDetection each : scene.ranked()) {
      if (seen[each.classIndex()]++ >= MOST || Double.isNaN(each.score())) {
        continue;
      }
      int taking = taking(each, objects, taken);
      if (taking >= 0) {
        taken[taking] = true;
        perClass.get(each.classIndex()).add(each.score(), true);
      } else if (!isOnAny(each, crowds)) {
        perClass.get(each.classIndex()).add(each.score(), false);
      }
    }
  }

  /** The free object that a detection takes, of equals the later one; -1 if none. */
  private static int taking(SceneDetection found, List<SceneObject> objects, boolean[] taken) {
    double most = OVERLAP;
    int taking = -1;
    for (int o = 0; o < taken.length; o++) {
      SceneObject object = objects.get(o);
      if (!taken[o] && object.classIndex() == found.classIndex()) {
        double overlap = found.overlap(object);
        if (overlap >= most) {
          most = overlap;
          taking = o;
        }
      }
    }
    return taking;
  }

  private static boolean isOnAny(SceneDetection found, List<SceneObject> crowds) {
    return crowds.stream()
        .anyMatch(
            crowd -> crowd.classIndex() == found.classIndex() && found.overlap(crowd) >= OVERLAP);
  }

  /** Told of a detection that counts: its score, never NaN, and whether it hits. */
  public interface Counted {
    /** One detection. */
    void detection(double score, boolean hit);
  }

  /**
   * Shows every detection that counts, those on a crowd left out: class by class, hits first, in
   * the order in which they were added.
   */
  public void eachCounted(Counted visitor) {
    perClass.forEach(each -> each.each(visitor));
  }

  /** The curves of what was added so far. */
  public ConfidenceCurves curves() {
    RankedHits pooled = new RankedHits();
    perClass.forEach(pooled::addAll);
    return new ConfidenceCurves(pooled.curve(), perClass.stream().map(RankedHits::curve).toList());
  }
}
