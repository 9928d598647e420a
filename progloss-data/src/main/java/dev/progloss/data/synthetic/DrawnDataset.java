package dev.progloss.data.synthetic;

import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.ImageSize;
import dev.progloss.core.error.ConfigException;
import dev.progloss.data.augment.SampleRandom;
import dev.progloss.data.dataset.Dataset;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sample data: six shapes, tiny to large, turned, overlapping, on a cluttered background; told
 * apart by form, since colours are drawn at random. Picture i of a split is a pure function of
 * (seed, split, i).
 *
 * <p>Boxes are those of whole shapes, also where another one hides a part. Immutable; safe for
 * several threads at once.
 *
 * @param seed of all pictures
 * @param split splits of one seed have no picture in common
 * @param size how many pictures
 * @param side of the square pictures, pixels
 */
public record DrawnDataset(long seed, Split split, int size, int side) implements Dataset {

  private static final int LEAST_SIDE = 64;

  /** The scene and its grain are drawn from streams of their own. */
  private static final int STREAMS = 2;

  /** Checks the numbers. */
  public DrawnDataset {
    if (size < 1) {
      throw new ConfigException("a drawn data set must have at least 1 picture, got " + size);
    }
    if (side < LEAST_SIDE) {
      throw new ConfigException(
          "drawn pictures must be at least " + LEAST_SIDE + " pixels wide, got " + side);
    }
  }

  @Override
  public ClassNames classes() {
    return Shape.classNames();
  }

  @Override
  public String name(int index) {
    return String.format(Locale.ROOT, "%s-%06d", split.key(), index);
  }

  @Override
  public ImageSize imageSize(int index) {
    return new ImageSize(side, side);
  }

  @Override
  public List<Annotation> annotations(int index) {
    return annotations(scene(index));
  }

  @Override
  public Sample read(int index) {
    Scene scene = scene(index);
    return new Sample(name(index), ScenePainter.paint(scene, stream(index, 1)), annotations(scene));
  }

  private Scene scene(int index) {
    return Scene.draw(stream(index, 0), side);
  }

  private SampleRandom stream(int index, int stream) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("index must be in 0.." + (size - 1) + ", got " + index);
    }
    return SampleRandom.of(seed, STREAMS * List.of(Split.values()).indexOf(split) + stream, index);
  }

  private static List<Annotation> annotations(Scene scene) {
    List<Annotation> annotations = new ArrayList<>();
    for (PlacedShape object : scene.objects()) {
      int classIndex = List.of(Shape.values()).indexOf(object.shape());
      annotations.add(Annotation.of(classIndex, object.box()));
    }
    return annotations;
  }
}
