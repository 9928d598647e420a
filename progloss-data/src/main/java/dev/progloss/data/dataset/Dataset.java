package dev.progloss.data.dataset;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.Resizer;
import java.util.List;

/** Labelled pictures in a fixed order; safe to read from several threads at once. */
public interface Dataset {

  /** The classes that annotations point into. */
  ClassNames classes();

  /** How many pictures there are. */
  int size();

  /** What a person would call the picture at this index, from 0. */
  String name(int index);

  /** Size of the picture at this index, without decoding it. */
  ImageSize imageSize(int index);

  /** What is marked in the picture at this index, in its pixels, without decoding it. */
  List<Annotation> annotations(int index);

  /**
   * Decodes the picture at this index.
   *
   * @throws dev.progloss.core.error.DataException if it cannot be read any more
   */
  Sample read(int index);

  /**
   * Decodes the picture at this index and scales it as {@link Resizer#fit} does.
   *
   * @param longerSide what the longer side becomes, pixels, at least 1
   * @throws dev.progloss.core.error.DataException if it cannot be read any more
   */
  default Image readFitted(int index, int longerSide) {
    return Resizer.fit(read(index).image(), longerSide);
  }

  /**
   * Says which picture is at this index and what state it is in: another text for another picture,
   * and for the same one once it has changed. Empty if that cannot be said; then nothing made of it
   * is kept for later runs.
   */
  default String stamp(int index) {
    return "";
  }
}
