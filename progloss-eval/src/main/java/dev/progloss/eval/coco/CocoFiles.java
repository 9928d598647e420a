package dev.progloss.eval.coco;

import dev.progloss.core.error.DataException;
import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A ground-truth file and a results file that belong together, in memory: about 60 bytes a row.
 *
 * <p>Objects of unknown images or classes and detections of unknown classes do not count.
 */
public final class CocoFiles {

  /** What the reference calls the only class when classes do not count. */
  private static final long NO_CLASS = -1;

  private static final String ALL_CLASSES = "all classes as one";

  private final CocoTruthFile truth;
  private final BoxColumns found;
  private final IdPlaces classes;
  private final Workers workers;

  private CocoFiles(CocoTruthFile truth, BoxColumns found, Workers workers) {
    this.truth = truth;
    this.found = found;
    this.classes = truth.categoryPlaces();
    this.workers = workers;
  }

  /**
   * Reads both. A detection of an unknown image is an error, since it means that the files do not
   * belong together.
   *
   * @throws dev.progloss.core.error.DataException if a file is not of its form, with file and line
   */
  public static CocoFiles read(Path truthFile, Path resultsFile) {
    return read(truthFile, resultsFile, Workers.ofMachine());
  }

  static CocoFiles read(Path truthFile, Path resultsFile, Workers workers) {
    CocoTruthFile truth = CocoTruthFile.read(truthFile);
    requireRoom(truthFile, truth.categories().size());
    return new CocoFiles(
        truth, CocoResultsFile.read(resultsFile, truth.images(), workers), workers);
  }

  /** What is measured takes 200 kB a class, and a file of 1 MiB can name a hundred thousand. */
  private static void requireRoom(Path truthFile, int classes) {
    long most = Runtime.getRuntime().maxMemory() / 2 / CocoArrays.BYTES_PER_CLASS;
    if (classes > most) {
      throw new DataException(
          truthFile
              + ": the memory of this program holds the figures of at most "
              + most
              + " categories, got "
              + classes
              + "; give it more with -Xmx, or leave out categories that nothing belongs to");
    }
  }

  /** Measures the detections: everything there is. */
  public CocoArrays measure() {
    return CocoEvaluator.measure(
        PlacedBoxes.of(truth.objects(), truth.images(), classes),
        PlacedBoxes.of(found, truth.images(), classes),
        classes.size(),
        workers);
  }

  /** Measures the detections: the numbers that are reported. */
  public CocoReport report() {
    return CocoReport.of(measure(), truth.entries());
  }

  /**
   * Measures where things are and not what: all known classes count as one, so a detection may take
   * an object of any class. In an image, objects and detections stand class by class.
   */
  public CocoReport reportAgnostic() {
    long objects = truth.entries().stream().mapToLong(CocoReport.ClassEntry::objects).sum();
    return CocoReport.of(
        measureAgnostic(), List.of(new CocoReport.ClassEntry(NO_CLASS, ALL_CLASSES, objects)));
  }

  CocoArrays measureAgnostic() {
    return CocoEvaluator.measure(asOneClass(truth.objects()), asOneClass(found), 1, workers);
  }

  private PlacedBoxes asOneClass(BoxColumns boxes) {
    PlacedBoxes byClass = PlacedBoxes.of(boxes, truth.images(), classes);
    BoxColumns merged = boxes.picked(byClass.rows(), 0);
    return PlacedBoxes.of(merged, truth.images(), IdPlaces.of(new long[] {0}));
  }

  /**
   * Shows every image, by ascending id, also those with nothing in them; class indices are places
   * in ascending order of category ids.
   */
  public void eachImage(Consumer<Scene> visitor) {
    Chains objects = new Chains(truth.objects());
    Chains detections = new Chains(found);
    for (int i = 0; i < truth.images().size(); i++) {
      List<SceneObject> ofTruth = new ArrayList<>();
      for (int row = objects.first[i]; row >= 0; row = objects.next[row]) {
        ofTruth.add(object(objects.classes[row], row));
      }
      List<SceneDetection> ofFound = new ArrayList<>();
      for (int row = detections.first[i]; row >= 0; row = detections.next[row]) {
        ofFound.add(detection(detections.classes[row], row));
      }
      visitor.accept(new Scene(ofTruth, ofFound));
    }
  }

  private SceneObject object(int classIndex, int row) {
    TruthBox box = truth.objects().truth(row);
    return new SceneObject(classIndex, box.x(), box.y(), box.width(), box.height(), box.crowd());
  }

  private SceneDetection detection(int classIndex, int row) {
    FoundBox box = found.found(row);
    return new SceneDetection(classIndex, box.score(), box.x(), box.y(), box.width(), box.height());
  }

  /** The rows of each image, chained in file order: so no image holds a list before its turn. */
  private final class Chains {
    private final int[] first = new int[truth.images().size()];
    private final int[] next;
    private final int[] classes;

    Chains(BoxColumns boxes) {
      next = new int[boxes.size()];
      classes = new int[boxes.size()];
      Arrays.fill(first, IdPlaces.NONE);
      for (int row = boxes.size() - 1; row >= 0; row--) {
        int image = truth.images().of(boxes.image(row));
        classes[row] = CocoFiles.this.classes.of(boxes.category(row));
        if (image != IdPlaces.NONE && classes[row] != IdPlaces.NONE) {
          next[row] = first[image];
          first[image] = row;
        }
      }
    }
  }
}
