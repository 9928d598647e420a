package dev.progloss.data.format;

import dev.progloss.data.image.ImageCheck;
import dev.progloss.data.image.ImageProbe;
import dev.progloss.data.image.PictureWatcher;

/**
 * How strictly a data set is read.
 *
 * @param onError what to do about errors
 * @param imageChecks how far to look into the pictures when opening
 * @param maxPixels pictures with more pixels are errors, at least 1
 * @param pictureWatcher shown what is decoded while opening
 */
public record ReadOptions(
    OnError onError, ImageCheck.Depth imageChecks, long maxPixels, PictureWatcher pictureWatcher) {

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
    return new ReadOptions(
        OnError.REFUSE,
        ImageCheck.Depth.HEADER,
        ImageProbe.DEFAULT_MAX_PIXELS,
        PictureWatcher.NONE);
  }

  /** The same, but errors are handled otherwise. */
  public ReadOptions onError(OnError other) {
    return new ReadOptions(other, imageChecks, maxPixels, pictureWatcher);
  }

  /** The same, but pictures are looked into as far as given. */
  public ReadOptions imageChecks(ImageCheck.Depth other) {
    return new ReadOptions(onError, other, maxPixels, pictureWatcher);
  }

  /** The same, but larger or only smaller pictures are accepted. */
  public ReadOptions maxPixels(long other) {
    return new ReadOptions(onError, imageChecks, other, pictureWatcher);
  }

  /** The same, but another is shown what is decoded while opening. */
  public ReadOptions pictureWatcher(PictureWatcher other) {
    return new ReadOptions(onError, imageChecks, maxPixels, other);
  }
}
