package dev.progloss.data.dataset;

import dev.progloss.core.detection.Annotation;
import dev.progloss.data.image.Image;
import java.util.List;

/**
 * One picture with what is marked in it.
 *
 * @param name what a person would call it: the file's path, or a generated name
 * @param image the picture
 * @param annotations boxes in this picture's pixels; may be empty
 */
public record Sample(String name, Image image, List<Annotation> annotations) {

  /** Copies the list. */
  public Sample {
    annotations = List.copyOf(annotations);
  }
}
