package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.PixelArea;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several pictures, or several places of one, in one. */
final class Blends {

  private static final double MOST_COVERED = 0.3;

  private Blends() {}

  /**
   * Mixup: both pictures shine through each other; all objects of both count.
   *
   * @param share of the first, 0..1
   * @see <a href="https://arxiv.org/abs/1710.09412">mixup</a>
   */
  static Image mix(Image a, Image b, double share) {
    byte[] mixed = new byte[a.rgb().length];
    for (int i = 0; i < mixed.length; i++) {
      int first = a.rgb()[i] & 0xFF;
      int second = b.rgb()[i] & 0xFF;
      mixed[i] = (byte) (int) (first * share + second * (1 - share));
    }
    return new Image(a.width(), a.height(), mixed);
  }

  /** A share drawn from Beta(32, 32): the 32nd smallest of 63 uniform numbers. */
  static double share(SampleRandom random) {
    double[] draws = new double[63];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = random.nextDouble();
    }
    Arrays.sort(draws);
    return draws[31];
  }

  /**
   * Copy-paste: mirrored copies of objects at the mirrored place, where they would not cover more
   * than a little of anything. Works on boxes, since the data sets read here have no masks.
   *
   * @param side of the square picture, pixels
   * @return the copies, in the order in which they are pasted
   * @see <a href="https://arxiv.org/abs/2012.07177">Simple copy-paste</a>
   */
  static List<Annotation> copies(
      List<Annotation> annotations, int side, double chance, SampleRandom random) {
    List<Annotation> all = new ArrayList<>(annotations);
    for (Annotation copy : Flips.leftRight(annotations, side)) {
      boolean free =
          all.stream()
              .allMatch(
                  other ->
                      copy.box().intersection(other.box()) < MOST_COVERED * other.box().area());
      if (random.chance(chance) && free) {
        all.add(copy);
      }
    }
    return all.subList(annotations.size(), all.size());
  }

  /** The whole pixels that a box touches, inside a square. */
  static PixelArea pixels(Box box, int side) {
    return new PixelArea(
        (int) Math.floor(box.x1()),
        (int) Math.floor(box.y1()),
        (int) Math.min(Math.ceil(box.x2()), side),
        (int) Math.min(Math.ceil(box.y2()), side));
  }
}
