package dev.progloss.data.cache;

import dev.progloss.data.image.Image;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Keeps pictures on the heap, first come first kept, until a budget of bytes is used up. */
final class HeapPictures implements KeptPictures {

  private final AtomicLong budget;
  private final AtomicReferenceArray<@Nullable Image> kept;

  HeapPictures(int count, long bytes) {
    this.budget = new AtomicLong(bytes);
    this.kept = new AtomicReferenceArray<>(count);
  }

  @Override
  public @Nullable Image find(PictureKey key) {
    return kept.get(key.index());
  }

  @Override
  public void keep(PictureKey key, Image image) {
    int bytes = image.rgb().length;
    boolean isKept = budget.addAndGet(-bytes) >= 0 && kept.compareAndSet(key.index(), null, image);
    if (!isKept) {
      budget.addAndGet(bytes);
    }
  }
}
