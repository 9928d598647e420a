package dev.progloss.eval.confusion;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts which classes are detected as which. Detections and objects are paired by overlap alone,
 * best pairs first, each once; what stays alone is counted against the background. Crowd regions
 * count nowhere.
 */
public final class ConfusionMatrix {

  private final int classes;
  private final double confidence;
  private final double overlap;
  private final long[][] counts;

  /**
   * An empty matrix.
   *
   * @param confidence detections below it do not count, 0..1
   * @param overlap IoU that a pair must exceed, 0..1
   */
  public ConfusionMatrix(int classes, double confidence, double overlap) {
    this.classes = classes;
    this.confidence = confidence;
    this.overlap = overlap;
    this.counts = new long[classes + 1][classes + 1];
  }

  private record Pair(int object, int detection, double iou) {}

  /** Counts an image. */
  public void add(List<Annotation> truth, List<Detection> found) {
    List<Annotation> objects = truth.stream().filter(each -> !each.crowd()).toList();
    List<Detection> claims = found.stream().filter(each -> each.score() >= confidence).toList();
    List<Pair> pairs = new ArrayList<>();
    for (int o = 0; o < objects.size(); o++) {
      for (int d = 0; d < claims.size(); d++) {
        double iou = objects.get(o).box().iou(claims.get(d).box());
        if (iou > overlap) {
          pairs.add(new Pair(o, d, iou));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(pair -> -pair.iou));
    boolean[] objectPaired = new boolean[objects.size()];
    boolean[] claimPaired = new boolean[claims.size()];
    for (Pair pair : pairs) {
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

  /** How many classes there are; the background comes after the last. */
  public int classes() {
    return classes;
  }

  /**
   * How often objects of a class were detected as another.
   *
   * @param detected class index, or {@link #classes} for not at all
   * @param actual class index, or {@link #classes} for nothing there
   */
  public long count(int detected, int actual) {
    return counts[detected][actual];
  }
}
