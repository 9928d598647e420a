package dev.progloss.eval.confusion;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts which classes are detected as which. Detections and objects are paired by overlap alone,
 * best pairs first, each once; what stays alone is counted against the background. Crowd regions
 * count nowhere.
 */
public final class ConfusionAnalysis {

  private final ConfusionThresholds thresholds;
  private final int classes;
  private final long[][] counts;

  /** For so many classes. */
  public ConfusionAnalysis(int classes, ConfusionThresholds thresholds) {
    this.thresholds = thresholds;
    this.classes = classes;
    this.counts = new long[classes + 1][classes + 1];
  }

  private record Pair(int object, int detection, double iou) {}

  /** Counts the next image. */
  public void add(Scene scene) {
    List<SceneObject> objects = scene.single();
    List<SceneDetection> claims =
        scene.detections().stream()
            .filter(each -> each.score() >= thresholds.confidence())
            .toList();
    boolean[] objectPaired = new boolean[objects.size()];
    boolean[] claimPaired = new boolean[claims.size()];
    for (Pair pair : pairs(objects, claims)) {
      if (!objectPaired[pair.object] && !claimPaired[pair.detection]) {
        objectPaired[pair.object] = true;
        claimPaired[pair.detection] = true;
        counts[claims.get(pair.detection).classIndex()][objects.get(pair.object).classIndex()]++;
      }
    }
    for (int o = 0; o < objectPaired.length; o++) {
      counts[classes][objects.get(o).classIndex()] += objectPaired[o] ? 0 : 1;
    }
    for (int d = 0; d < claimPaired.length; d++) {
      counts[claims.get(d).classIndex()][classes] += claimPaired[d] ? 0 : 1;
    }
  }

  /** All pairs that overlap enough, the best first. */
  private List<Pair> pairs(List<SceneObject> objects, List<SceneDetection> claims) {
    List<Pair> pairs = new ArrayList<>();
    for (int o = 0; o < objects.size(); o++) {
      for (int d = 0; d < claims.size(); d++) {
        double iou = claims.get(d).overlap(objects.get(o));
        if (iou > thresholds.overlap()) {
          pairs.add(new Pair(o, d, iou));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(pair -> -pair.iou));
    return pairs;
  }

  /** What was counted so far. */
  public ConfusionMatrix matrix() {
    return new ConfusionMatrix(thresholds, counts);
  }
}
