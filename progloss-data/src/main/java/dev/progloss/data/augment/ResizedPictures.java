package dev.progloss.data.augment;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.Resizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of a data set, scaled so that the longer side is the network's, with what must be
 * learned from them. Decoding and scaling are the dearest part of loading, so results are kept on
 * the heap as long as they fit a budget; what is returned does not depend on that. Crowd regions
 * are left out: they say nothing about single objects.
 *
 * <p>Safe for several threads at once.
 */
public final class ResizedPictures {

  private final Dataset dataset;
  private final int side;
  private final AtomicLong budget;
  private final AtomicReferenceArray<@Nullable Image> kept;

  /**
   * Pictures of a data set.
   *
   * @param side the longer side, pixels
   * @param cacheBytes how much may be kept, bytes; 0 keeps nothing
   */
  public ResizedPictures(Dataset dataset, int side, long cacheBytes) {
    this.dataset = dataset;
    this.side = side;
    this.budget = new AtomicLong(cacheBytes);
    this.kept = new AtomicReferenceArray<>(dataset.size());
  }

  /** How many there are. */
  public int size() {
    return dataset.size();
  }

  /** The longer side, pixels. */
  public int side() {
    return side;
  }

  /** What a person would call a picture. */
  public String name(int index) {
    return dataset.name(index);
  }

  /** The size of a picture, without decoding it. */
  public ImageSize imageSize(int index) {
    return Resizer.fitted(dataset.imageSize(index), side);
  }

  /** What must be learned from a picture, in its pixels, without decoding it. */
  public List<Annotation> annotations(int index) {
    ImageSize before = dataset.imageSize(index);
    ImageSize size = imageSize(index);
    double factorX = (double) size.width() / before.width();
    double factorY = (double) size.height() / before.height();
    List<Annotation> scaled = new ArrayList<>();
    for (Annotation annotation : dataset.annotations(index)) {
      if (!annotation.crowd()) {
        scaled.add(annotation.movedTo(annotation.box().scaled(factorX, factorY)));
      }
    }
    return scaled;
  }

  /** One picture. */
  public Image image(int index) {
    Image cached = kept.get(index);
    if (cached != null) {
      return cached;
    }
    Image made = dataset.readFitted(index, side);
    int bytes = made.rgb().length;
    boolean isKept = budget.addAndGet(-bytes) >= 0 && kept.compareAndSet(index, null, made);
    if (!isKept) {
      budget.addAndGet(bytes);
    }
    return made;
  }
}
