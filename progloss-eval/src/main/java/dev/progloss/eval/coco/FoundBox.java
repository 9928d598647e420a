package dev.progloss.eval.coco;

/**
 * A detection, as COCO writes it.
 *
 * @param x left edge
 * @param y top edge
 * @param width may be anything: nothing is repaired
 * @param height may be anything
 * @param score any number; NaN sorts last
 */
public record FoundBox(double x, double y, double width, double height, double score) {

  double area() {
    return width * height;
  }
}
