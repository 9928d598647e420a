package dev.progloss.data.format;

import dev.progloss.data.image.ImageCheck;
import dev.progloss.data.image.ImageProbe;

/**
 * How strictly a data set is read.
 *
 * @param onError what to do about errors
 * @param imageChecks how far to look into the pictures when opening
 * @param maxPixels pictures with more pixels are errors, at least 1
 */
public record ReadOptions(OnError onError, ImageCheck.Depth imageChecks, long maxPixels) {

  /** Checks the limit. */
  public ReadOptions {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1, got " + maxPixels);
    }
  }

  /** What to do about errors. */
  public enum OnError {
    /** Throw, with the first of them in the message. */
    REFUSE,
    /** Leave the bad rows and pictures out; the report says which. */
    SKIP
  }

  /** Refuse on errors; look at headers only. */
  public static ReadOptions defaults() {
    return new ReadOptions(OnError.REFUSE, ImageCheck.Depth.HEADER, ImageProbe.DEFAULT_MAX_PIXELS);
  }

  /** The same, but errors are handled otherwise. */
  public ReadOptions onError(OnError other) {
    return new ReadOptions(other, imageChecks, maxPixels);
  }

  /** The same, but pictures are looked into as far as given. */
  public ReadOptions imageChecks(ImageCheck.Depth other) {
    return new ReadOptions(onError, other, maxPixels);
  }
}
