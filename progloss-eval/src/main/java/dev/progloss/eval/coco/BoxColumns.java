package dev.progloss.eval.coco;

import java.util.Arrays;

/**
 * Objects or detections, one column a property: a set of half a million takes 30 MB and no objects.
 *
 * <p>The measure of an object is its area, that of a detection its score.
 */
final class BoxColumns {

  private static final byte CROWD = 1;
  private static final byte UNCOUNTABLE = 2;
  private static final int FIRST = 64;

  private int size;
  private long[] images;
  private long[] categories;
  private double[] edges; // x, y, width, height of each in turn
  private double[] measures;
  private byte[] flags;

  BoxColumns() {
    this(FIRST);
  }

  private BoxColumns(int capacity) {
    images = new long[capacity];
    categories = new long[capacity];
    edges = new double[4 * capacity];
    measures = new double[capacity];
    flags = new byte[capacity];
  }

  /** Places the parts one after the other. */
  static BoxColumns joined(BoxColumns[] parts) {
    int size = 0;
    for (BoxColumns part : parts) {
      size += part.size;
    }
    BoxColumns all = new BoxColumns(size);
    for (BoxColumns part : parts) {
      System.arraycopy(part.images, 0, all.images, all.size, part.size);
      System.arraycopy(part.categories, 0, all.categories, all.size, part.size);
      System.arraycopy(part.edges, 0, all.edges, 4 * all.size, 4 * part.size);
      System.arraycopy(part.measures, 0, all.measures, all.size, part.size);
      System.arraycopy(part.flags, 0, all.flags, all.size, part.size);
      all.size += part.size;
    }
    return all;
  }

  /** Some rows in another order, all of one category. */
  BoxColumns picked(int[] rows, long category) {
    BoxColumns picked = new BoxColumns(rows.length);
    for (int row : rows) {
      picked.flags[picked.size] = flags[row];
      picked.put(images[row], category, x(row), y(row), width(row), height(row), measures[row]);
    }
    return picked;
  }

  int size() {
    return size;
  }

  void add(long image, long category, TruthBox box) {
    flagNext(box.crowd(), box.countable());
    put(image, category, box.x(), box.y(), box.width(), box.height(), box.area());
  }

  void add(long image, long category, FoundBox box) {
    put(image, category, box.x(), box.y(), box.width(), box.height(), box.score());
  }

  /** Adds an object; {@code box} holds x, y, width, height and is copied. */
  void addTruth(long image, long category, double[] box, double area, boolean crowd, boolean id0) {
    flagNext(crowd, !id0);
    put(image, category, box[0], box[1], box[2], box[3], area);
  }

  /** Adds a detection; {@code box} holds x, y, width, height and is copied. */
  void addFound(long image, long category, double[] box, double score) {
    put(image, category, box[0], box[1], box[2], box[3], score);
  }

  private void flagNext(boolean crowd, boolean countable) {
    if (size == flags.length) {
      grow();
    }
    flags[size] = (byte) ((crowd ? CROWD : 0) | (countable ? 0 : UNCOUNTABLE));
  }

  private void put(
      long image, long category, double x, double y, double width, double height, double measure) {
    if (size == images.length) {
      grow();
    }
    images[size] = image;
    categories[size] = category;
    edges[4 * size] = x;
    edges[4 * size + 1] = y;
    edges[4 * size + 2] = width;
    edges[4 * size + 3] = height;
    measures[size] = measure;
    size++;
  }

  private void grow() {
    int capacity = size + size / 2 + FIRST;
    images = Arrays.copyOf(images, capacity);
    categories = Arrays.copyOf(categories, capacity);
    edges = Arrays.copyOf(edges, 4 * capacity);
    measures = Arrays.copyOf(measures, capacity);
    flags = Arrays.copyOf(flags, capacity);
  }

  long image(int row) {
    return images[row];
  }

  long category(int row) {
    return categories[row];
  }

  double x(int row) {
    return edges[4 * row];
  }

  double y(int row) {
    return edges[4 * row + 1];
  }

  double width(int row) {
    return edges[4 * row + 2];
  }

  double height(int row) {
    return edges[4 * row + 3];
  }

  double measure(int row) {
    return measures[row];
  }

  boolean crowd(int row) {
    return (flags[row] & CROWD) != 0;
  }

  boolean countable(int row) {
    return (flags[row] & UNCOUNTABLE) == 0;
  }

  TruthBox truth(int row) {
    return new TruthBox(
        x(row), y(row), width(row), height(row), measure(row), crowd(row), countable(row));
  }

  FoundBox found(int row) {
    return new FoundBox(x(row), y(row), width(row), height(row), measure(row));
  }
}
