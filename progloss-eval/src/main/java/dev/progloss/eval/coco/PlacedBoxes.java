package dev.progloss.eval.coco;

import java.util.Arrays;

/**
 * Boxes in order of class, then image, then place in their file.
 *
 * <p>Two stable counting sorts, first by image, then by class, so that the cost does not depend on
 * how many pairs of class and image there could be.
 */
final class PlacedBoxes {

  private final BoxColumns boxes;
  private final int[] images;
  private final int[] rows;
  private final int[] starts;

  private PlacedBoxes(BoxColumns boxes, int[] images, int[] rows, int[] starts) {
    this.boxes = boxes;
    this.images = images;
    this.rows = rows;
    this.starts = starts;
  }

  /**
   * Boxes of unknown images or classes are left out.
   *
   * @param boxes what {@link BoxColumns#image} and {@link BoxColumns#category} hold are ids
   */
  static PlacedBoxes of(BoxColumns boxes, IdPlaces imageIds, IdPlaces classIds) {
    int[] images = new int[boxes.size()];
    int[] classes = new int[boxes.size()];
    int[] rows = new int[boxes.size()];
    int known = 0;
    for (int row = 0; row < images.length; row++) {
      images[row] = imageIds.of(boxes.image(row));
      classes[row] = classIds.of(boxes.category(row));
      if (images[row] != IdPlaces.NONE && classes[row] != IdPlaces.NONE) {
        rows[known++] = row;
      }
    }
    rows = sorted(Arrays.copyOf(rows, known), images, starts(rows, known, images, imageIds.size()));
    int[] starts = starts(rows, known, classes, classIds.size());
    return new PlacedBoxes(boxes, images, sorted(rows, classes, starts.clone()), starts);
  }

  private static int[] starts(int[] rows, int count, int[] places, int most) {
    int[] starts = new int[most + 1];
    for (int i = 0; i < count; i++) {
      starts[places[rows[i]] + 1]++;
    }
    for (int i = 0; i < most; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  private static int[] sorted(int[] rows, int[] places, int[] next) {
    int[] sorted = new int[rows.length];
    for (int row : rows) {
      sorted[next[places[row]]++] = row;
    }
    return sorted;
  }

  /** The rows of all positions. */
  int[] rows() {
    return rows.clone();
  }

  BoxColumns boxes() {
    return boxes;
  }

  /** The first position of a class; its last is before the first of the next class. */
  int start(int classIndex) {
    return starts[classIndex];
  }

  int end(int classIndex) {
    return starts[classIndex + 1];
  }

  /** The row in the columns of the box at a position. */
  int row(int position) {
    return rows[position];
  }

  /** The place of the image of the box at a position. */
  int image(int position) {
    return images[rows[position]];
  }
}
