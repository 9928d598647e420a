package dev.progloss.eval.coco;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import java.util.ArrayList;
import java.util.List;

/** Measures detections against annotations of the same images, image by image. */
public final class DetectionEvaluator {

  private final ClassNames classes;
  private final CocoEvaluator evaluator;
  private final long[] objects;
  private int images;

  /** For detections and annotations of these classes. */
  public DetectionEvaluator(ClassNames classes) {
    this.classes = classes;
    this.evaluator = new CocoEvaluator(classes.size());
    this.objects = new long[classes.size()];
  }

  /** Adds the next image: what is in it and what was found, in the same frame. */
  public void add(List<Annotation> truth, List<Detection> found) {
    for (Annotation each : truth) {
      Box box = each.box();
      objects[each.classIndex()] += each.crowd() ? 0 : 1;
      evaluator.add(
          images,
          each.classIndex(),
          new TruthBox(
              box.x1(), box.y1(), box.width(), box.height(), each.area(), each.crowd(), true));
    }
    for (Detection each : found) {
      Box box = each.box();
      evaluator.add(
          images,
          each.classIndex(),
          new FoundBox(box.x1(), box.y1(), box.width(), box.height(), each.score()));
    }
    images++;
  }

  /** How many images were added. */
  public int images() {
    return images;
  }

  /** Measures what was added so far. */
  public CocoReport report() {
    List<CocoReport.ClassEntry> entries = new ArrayList<>();
    for (int k = 0; k < classes.size(); k++) {
      entries.add(new CocoReport.ClassEntry(k, classes.name(k), objects[k]));
    }
    return CocoReport.of(evaluator.measure(), entries);
  }
}
