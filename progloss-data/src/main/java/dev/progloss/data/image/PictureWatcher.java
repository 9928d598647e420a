package dev.progloss.data.image;

import java.nio.file.Path;

/** Is shown pictures that are decoded anyway while a data set is looked at. */
@FunctionalInterface
public interface PictureWatcher {

  /** Looks at nothing. */
  PictureWatcher NONE = (file, image) -> {};

  /**
   * Called once for each picture that could be decoded, perhaps by several threads at once.
   *
   * @param image not kept by the caller; must not be written to
   */
  void decoded(Path file, Image image);
}
