package dev.progloss.eval.coco;

import java.util.stream.LongStream;

/**
 * Collects objects and detections and measures them as the COCO benchmark does.
 *
 * <p>Images and classes are given by their place in ascending order of their ids. Objects and
 * detections count in the order in which they were added. Not safe for several threads at once; it
 * measures on several of its own, and the numbers do not depend on how many.
 *
 * @see <a href="https://cocodataset.org/#detection-eval">COCO detection evaluation</a>
 */
public final class CocoEvaluator {

  /*
   * Everything is done per class: its images one after the other, matched for four area ranges at
   * ten thresholds. Sums are made in numpy's order and ties are broken as the reference breaks them,
   * since a metric that is "nearly" the published one cannot be compared.
   */

  private final int classes;
  private final BoxColumns truth = new BoxColumns();
  private final BoxColumns found = new BoxColumns();
  private int images;

  /** For so many classes. */
  public CocoEvaluator(int classes) {
    this.classes = classes;
  }

  /** Adds an object. */
  public void add(int image, int classIndex, TruthBox box) {
    check(image, classIndex);
    truth.add(image, classIndex, box);
  }

  /** Adds a detection. */
  public void add(int image, int classIndex, FoundBox box) {
    check(image, classIndex);
    found.add(image, classIndex, box);
  }

  private void check(int image, int classIndex) {
    if (image < 0 || classIndex < 0 || classIndex >= classes) {
      throw new IllegalArgumentException(
          "image must be at least 0 and class in 0.."
              + (classes - 1)
              + ", got "
              + image
              + " and "
              + classIndex);
    }
    images = Math.max(images, image + 1);
  }

  /** Measures what was added so far. */
  public CocoArrays measure() {
    IdPlaces imagePlaces = IdPlaces.of(LongStream.range(0, images).toArray());
    IdPlaces classPlaces = IdPlaces.of(LongStream.range(0, classes).toArray());
    return measure(
        PlacedBoxes.of(truth, imagePlaces, classPlaces),
        PlacedBoxes.of(found, imagePlaces, classPlaces),
        classes,
        Workers.ofMachine());
  }

  static CocoArrays measure(PlacedBoxes truth, PlacedBoxes found, int classes, Workers workers) {
    CocoArrays arrays = CocoArrays.undefined(classes);
    workers.run(classes, () -> new ClassJudge(truth, found, arrays)::judge);
    return arrays;
  }
}
