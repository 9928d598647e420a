package dev.progloss.data.cache;

import dev.progloss.data.image.Image;
import org.jspecify.annotations.Nullable;

/** Keeps nothing. */
final class NothingKept implements KeptPictures {

  @Override
  public @Nullable Image find(PictureKey key) {
    return null;
  }

  @Override
  public void keep(PictureKey key, Image image) {
    // There is no room.
  }
}
