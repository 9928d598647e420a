package dev.progloss.data.check;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Dataset;
import java.util.Arrays;
import java.util.List;

/**
 * What is in a split, counted over what can be used of it.
 *
 * @param images pictures
 * @param imagesWithoutObjects pictures in which nothing is marked
 * @param objects boxes to learn; crowds are not
 * @param crowds boxes that stand for many objects
 * @param mostObjects most boxes to learn in one picture
 * @param mostObjectsIn the first picture that has them
 * @param objectsByClass boxes to learn of each class
 * @param boxes how large they are
 * @param pictures how large pictures are
 */
public record SplitStatistics(
    int images,
    int imagesWithoutObjects,
    long objects,
    long crowds,
    int mostObjects,
    String mostObjectsIn,
    List<Long> objectsByClass,
    BoxSizes boxes,
    PictureSizes pictures) {

  /** Copies the list. */
  public SplitStatistics {
    objectsByClass = List.copyOf(objectsByClass);
  }

  /**
   * Counts.
   *
   * @param data with at least one picture
   */
  static SplitStatistics of(Dataset data, CheckOptions options) {
    Counter counter = new Counter(data, options);
    for (int i = 0; i < data.size(); i++) {
      counter.add(i);
    }
    return counter.statistics();
  }

  private static final class Counter {

    private final Dataset data;
    private final long[] byClass;
    private final BoxSizes.Tally boxes;
    private PictureSizes pictures;
    private int withoutObjects;
    private long objects;
    private long crowds;
    private int most;
    private String mostIn;

    Counter(Dataset data, CheckOptions options) {
      this.data = data;
      this.byClass = new long[data.classes().size()];
      this.boxes = new BoxSizes.Tally(options);
      this.pictures = PictureSizes.of(data.imageSize(0), data.name(0));
      this.mostIn = data.name(0);
    }

    void add(int index) {
      ImageSize size = data.imageSize(index);
      if (index > 0) {
        pictures = pictures.plus(PictureSizes.of(size, data.name(index)));
      }
      List<Annotation> annotations = data.annotations(index);
      int here = 0;
      for (Annotation annotation : annotations) {
        if (annotation.crowd()) {
          crowds++;
        } else {
          here++;
          byClass[annotation.classIndex()]++;
          boxes.add(annotation.box(), size);
        }
      }
      objects += here;
      withoutObjects += annotations.isEmpty() ? 1 : 0;
      if (here > most) {
        most = here;
        mostIn = data.name(index);
      }
    }

    SplitStatistics statistics() {
      return new SplitStatistics(
          data.size(),
          withoutObjects,
          objects,
          crowds,
          most,
          mostIn,
          Arrays.stream(byClass).boxed().toList(),
          boxes.sizes(),
          pictures);
    }
  }
}
