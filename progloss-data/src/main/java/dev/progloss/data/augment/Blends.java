package dev.progloss.data.augment;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several pictures, or several places of one, in one. */
final class Blends {

  private static final double MOST_COVERED = 0.3;

  private Blends() {}

  /**
   * Mixup: both pictures shine through each other, all objects of both count.
   *
   * @param share of the first, 0..1
   * @see <a href="https://arxiv.org/abs/1710.09412">mixup</a>
   */
  static Sample mix(Sample a, Sample b, double share) {
    byte[] mixed = new byte[a.image().rgb().length];
    for (int i = 0; i < mixed.length; i++) {
      int first = a.image().rgb()[i] & 0xFF;
      int second = b.image().rgb()[i] & 0xFF;
      mixed[i] = (byte) (int) (first * share + second * (1 - share));
    }
    List<Annotation> both = new ArrayList<>(a.annotations());
    both.addAll(b.annotations());
    return new Sample(a.name(), new Image(a.image().width(), a.image().height(), mixed), both);
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
   * @see <a href="https://arxiv.org/abs/2012.07177">Simple copy-paste</a>
   */
  static Sample copyPaste(Sample sample, double chance, SampleRandom random) {
    Sample mirrored = Flips.leftRight(sample);
    byte[] rgb = sample.image().rgb().clone();
    List<Annotation> all = new ArrayList<>(sample.annotations());
    for (Annotation copy : mirrored.annotations()) {
      boolean free =
          all.stream()
              .allMatch(
                  other ->
                      copy.box().intersection(other.box()) < MOST_COVERED * other.box().area());
      if (random.chance(chance) && free) {
        paste(mirrored.image(), copy.box(), rgb);
        all.add(copy);
      }
    }
    Image image = new Image(sample.image().width(), sample.image().height(), rgb);
    return new Sample(sample.name(), image, all);
  }

  private static void paste(Image from, Box box, byte[] to) {
    int left = (int) Math.floor(box.x1());
    int right = (int) Math.min(Math.ceil(box.x2()), from.width());
    int bottom = (int) Math.min(Math.ceil(box.y2()), from.height());
    for (int y = (int) Math.floor(box.y1()); y < bottom; y++) {
      int at = 3 * (y * from.width() + left);
      System.arraycopy(from.rgb(), at, to, at, 3 * (right - left));
    }
  }
}
