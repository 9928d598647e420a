package dev.progloss.eval.errors;

/**
 * Where the kinds of error part.
 *
 * @param foreground f: a detection of the right class hits from this IoU on, in (0, 1]
 * @param background b: up to this IoU a detection is on nothing, in (0, f]
 * @param mostPerImage so many detections of an image count, those with the highest scores of all
 *     classes together; at least 1
 */
public record ErrorThresholds(double foreground, double background, int mostPerImage) {

  /** Checks the ranges. */
  public ErrorThresholds {
    if (!(foreground > 0 && foreground <= 1)) {
      throw new IllegalArgumentException("foreground must be in (0, 1], got " + foreground);
    }
    if (!(background > 0 && background <= foreground)) {
      throw new IllegalArgumentException(
          "background must be in (0, " + foreground + "], got " + background);
    }
    if (mostPerImage < 1) {
      throw new IllegalArgumentException("mostPerImage must be at least 1, got " + mostPerImage);
    }
  }

  /** Those of the paper: f = 0.5, b = 0.1, 100 detections. */
  public static ErrorThresholds paper() {
    return new ErrorThresholds(0.5, 0.1, 100);
  }
}
