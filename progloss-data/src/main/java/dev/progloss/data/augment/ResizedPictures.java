package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.Resizer;
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
  private final AtomicReferenceArray<@Nullable Sample> kept;

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

  /** One picture. */
  public Sample at(int index) {
    Sample cached = kept.get(index);
    if (cached != null) {
      return cached;
    }
    Sample made = resized(dataset.read(index));
    int bytes = made.image().rgb().length;
    boolean isKept = budget.addAndGet(-bytes) >= 0 && kept.compareAndSet(index, null, made);
    if (!isKept) {
      budget.addAndGet(bytes);
    }
    return made;
  }

  private Sample resized(Sample sample) {
    Image image = sample.image();
    double scale = (double) side / Math.max(image.width(), image.height());
    int width = Math.max(1, (int) Math.rint(image.width() * scale));
    int height = Math.max(1, (int) Math.rint(image.height() * scale));
    double factorX = (double) width / image.width();
    double factorY = (double) height / image.height();
    List<Annotation> annotations =
        sample.annotations().stream()
            .filter(annotation -> !annotation.crowd())
            .map(annotation -> scaled(annotation, factorX, factorY))
            .toList();
    return new Sample(sample.name(), Resizer.resize(image, width, height), annotations);
  }

  private static Annotation scaled(Annotation annotation, double factorX, double factorY) {
    Box box = annotation.box().scaled(factorX, factorY);
    return annotation.movedTo(box);
  }
}
