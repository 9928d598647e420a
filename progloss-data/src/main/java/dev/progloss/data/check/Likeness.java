package dev.progloss.data.check;

import dev.progloss.data.dataset.Split;
import java.util.Comparator;
import java.util.List;

/**
 * Pictures that are the same or look alike.
 *
 * @param how in what they agree
 * @param pictures at least two, sorted by split and index
 */
public record Likeness(How how, List<PictureReference> pictures) {

  /** Sorts the pictures and checks that there are two. */
  public Likeness {
    pictures =
        pictures.stream()
            .sorted(
                Comparator.comparing(PictureReference::split)
                    .thenComparing(PictureReference::index))
            .toList();
    if (pictures.size() < 2) {
      throw new IllegalArgumentException("must be at least two pictures, got " + pictures.size());
    }
  }

  /** In what pictures agree. */
  public enum How {
    /** The files have the same bytes. */
    BYTES,
    /** The files differ but every pixel is the same. */
    PIXELS,
    /** They look alike from afar, which may mean nothing. */
    LOOKS
  }

  /** Those of one split. */
  public List<PictureReference> in(Split split) {
    return pictures.stream().filter(picture -> picture.split() == split).toList();
  }

  /** Whether they are of more than one split. */
  public boolean isAcrossSplits() {
    return pictures.stream().map(PictureReference::split).distinct().count() > 1;
  }
}
