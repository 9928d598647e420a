package dev.progloss.data.cache;

import dev.progloss.data.image.Image;
import org.jspecify.annotations.Nullable;

/** Pictures that were made before. Safe for several threads at once. */
public sealed interface KeptPictures permits NothingKept, HeapPictures, DiskPictures {

  /** The picture as it was kept, or null. */
  @Nullable Image find(PictureKey key);

  /** Keeps a picture if there is room. */
  void keep(PictureKey key, Image image);
}
