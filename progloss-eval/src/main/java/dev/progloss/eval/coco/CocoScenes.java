package dev.progloss.eval.coco;

import dev.progloss.eval.scene.Scene;
import dev.progloss.eval.scene.SceneDetection;
import dev.progloss.eval.scene.SceneObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the images of a COCO ground-truth file and a results file one by one. */
public final class CocoScenes {

  private CocoScenes() {}

  /**
   * Reads both files and hands over every image, in ascending order of ids, as {@link
   * CocoFileEvaluation#evaluate} counts them: class indices are places in ascending order of
   * category ids; what belongs to unknown images or classes is left out.
   *
   * @throws dev.progloss.core.error.DataException if a file is not of its form, with file and line
   */
  public static void read(Path truthFile, Path resultsFile, Consumer<Scene> scenes) {
    CocoTruthFile truth = CocoTruthFile.read(truthFile);
    BoxColumns found = CocoResultsFile.read(resultsFile, truth.images(), Workers.ofMachine());
    ByImage objects = ByImage.of(truth.objects(), truth);
    ByImage detections = ByImage.of(found, truth);
    for (int image = 0; image < truth.images().size(); image++) {
      List<SceneObject> here = new ArrayList<>();
      for (int at = objects.start(image); at < objects.end(image); at++) {
        here.add(object(objects.classIndex(at), truth.objects(), objects.row(at)));
      }
      List<SceneDetection> claimed = new ArrayList<>();
      for (int at = detections.start(image); at < detections.end(image); at++) {
        claimed.add(detection(detections.classIndex(at), found, detections.row(at)));
      }
      scenes.accept(new Scene(here, claimed));
    }
  }

  private static SceneObject object(int classIndex, BoxColumns boxes, int row) {
    TruthBox box = boxes.truth(row);
    return new SceneObject(classIndex, box.x(), box.y(), box.width(), box.height(), box.crowd());
  }

  private static SceneDetection detection(int classIndex, BoxColumns boxes, int row) {
    FoundBox box = boxes.found(row);
    return new SceneDetection(classIndex, box.score(), box.x(), box.y(), box.width(), box.height());
  }

  /** Boxes of known classes in order of image, then place in their file. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this class
  private record ByImage(int[] starts, int[] rows, int[] classes) {

    static ByImage of(BoxColumns boxes, CocoTruthFile truth) {
      IdPlaces places = truth.categoryPlaces();
      int[] starts = new int[truth.images().size() + 1];
      int[] classes = new int[boxes.size()];
      int[] images = new int[boxes.size()];
      for (int row = 0; row < boxes.size(); row++) {
        classes[row] = places.of(boxes.category(row));
        images[row] = classes[row] == IdPlaces.NONE ? IdPlaces.NONE : image(boxes, row, truth);
        if (images[row] != IdPlaces.NONE) {
          starts[images[row] + 1]++;
        }
      }
      for (int image = 1; image < starts.length; image++) {
        starts[image] += starts[image - 1];
      }
      int[] next = starts.clone();
      int[] rows = new int[starts[starts.length - 1]];
      for (int row = 0; row < boxes.size(); row++) {
        if (images[row] != IdPlaces.NONE) {
          rows[next[images[row]]++] = row;
        }
      }
      return new ByImage(starts, rows, classes);
    }

    private static int image(BoxColumns boxes, int row, CocoTruthFile truth) {
      return truth.images().of(boxes.image(row));
    }

    int start(int image) {
      return starts[image];
    }

    int end(int image) {
      return starts[image + 1];
    }

    int row(int at) {
      return rows[at];
    }

    int classIndex(int at) {
      return classes[rows[at]];
    }
  }
}
