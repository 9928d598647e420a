package dev.progloss.eval.scene;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.Detection;
import java.util.Comparator;
import java.util.List;

/**
 * One image: what is in it and what was found, in the same frame, pixels.
 *
 * @param objects in the order of the data set
 * @param detections in any order; of equal scores the earlier one counts as the better
 */
public record Scene(List<SceneObject> objects, List<SceneDetection> detections) {

  /** Copies the lists. */
  public Scene {
    objects = List.copyOf(objects);
    detections = List.copyOf(detections);
  }

  /** Of annotations and detections. */
  public static Scene of(List<Annotation> truth, List<Detection> found) {
    return new Scene(
        truth.stream().map(SceneObject::of).toList(),
        found.stream().map(SceneDetection::of).toList());
  }

  /** The objects that are to be found one by one. */
  public List<SceneObject> single() {
    return objects.stream().filter(each -> !each.crowd()).toList();
  }

  /** The regions in which nothing need be found. */
  public List<SceneObject> crowds() {
    return objects.stream().filter(SceneObject::crowd).toList();
  }

  /** The detections by falling score, equals in their order, NaN last. */
  public List<SceneDetection> ranked() {
    // 0 - x and not -x: -0.0 would come before 0.0
    return detections.stream()
        .sorted(Comparator.comparingDouble(each -> 0 - each.score()))
        .toList();
  }
}
