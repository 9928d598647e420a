package dev.progloss.data.augment;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.cache.CachePlan;
import dev.progloss.data.cache.KeptPictures;
import dev.progloss.data.cache.PictureKey;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.Resizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures of a data set, scaled so that the longer side is the network's, with what must be
 * learned from them. Decoding and scaling are the dearest part of loading, so results are kept as a
 * {@link CachePlan} says; what is returned does not depend on it. Crowd regions are left out: they
 * say nothing about single objects.
 *
 * <p>Safe for several threads at once.
 */
public final class ResizedPictures {

  private final Dataset dataset;
  private final int side;
  private final KeptPictures kept;

  /**
   * Pictures of a data set.
   *
   * @param side the longer side, pixels
   * @param cache where results are kept
   */
  public ResizedPictures(Dataset dataset, int side, CachePlan cache) {
    this.dataset = dataset;
    this.side = side;
    this.kept = cache.open(dataset.size());
  }

  /**
   * The same, kept on the heap.
   *
   * @param cacheBytes how much may be kept, bytes; 0 keeps nothing
   */
  public ResizedPictures(Dataset dataset, int side, long cacheBytes) {
    this(dataset, side, new CachePlan.Heap(cacheBytes));
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
    PictureKey key = new PictureKey(index, () -> stamp(index));
    Image found = kept.find(key);
    ImageSize size = imageSize(index);
    if (found != null && found.size().equals(size)) {
      return found;
    }
    Image made = dataset.readFitted(index, side);
    kept.keep(key, made);
    return made;
  }

  /** All that a scaled picture follows from: the same pixels as long as it is the same. */
  private String stamp(int index) {
    String source = dataset.stamp(index);
    return source.isEmpty() ? "" : source + "\n" + side + "\n" + Resizer.MADE_BY;
  }
}
