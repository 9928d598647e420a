package dev.progloss.data.augment;

import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.HsvJitter;

/**
 * From pictures to training samples: square, changed at random, the same for the same seed, epoch
 * and index. Safe for several threads at once.
 *
 * @param pictures where samples come from
 * @param config how strongly they are changed
 * @param seed of the whole run
 * @see <a href="https://arxiv.org/abs/2004.10934">Mosaic: YOLOv4, section 3.3</a>
 */
public record TrainingPipeline(ResizedPictures pictures, AugmentConfig config, long seed) {

  private static final int JOINED = 4;

  /**
   * One sample.
   *
   * @param epoch from 0
   * @param index into the pictures
   * @param joinPictures whether mosaic, mixup and copy-paste may happen in this epoch
   * @return a square of the pictures' side; boxes in its pixels, none reaching outside
   */
  public Sample sample(int epoch, int index, boolean joinPictures) {
    SampleRandom random = SampleRandom.of(seed, epoch, index);
    Sample sample = placed(index, random, joinPictures);
    if (joinPictures && random.chance(config.mixup())) {
      Sample other = placed(random.nextInt(pictures.size()), random, true);
      sample = Blends.mix(sample, other, Blends.share(random));
    }
    return recoloured(flipped(sample, random), random);
  }

  /** One picture, or four joined, moved by one mapping. */
  private Sample placed(int index, SampleRandom random, boolean joinPictures) {
    int side = pictures.side();
    boolean mosaic = random.chance(config.mosaic()) && joinPictures;
    Sample laid = mosaic ? mosaic(index, random) : centred(index);
    if (joinPictures && config.copyPaste() > 0) {
      laid = Blends.copyPaste(laid, config.copyPaste(), random);
    }
    return Geometry.random(config, random, laid.image().width(), side).apply(laid);
  }

  private Sample centred(int index) {
    Sample picture = pictures.at(index);
    int side = pictures.side();
    Canvas canvas = new Canvas(side);
    canvas.lay(
        picture, (side - picture.image().width()) / 2, (side - picture.image().height()) / 2);
    return canvas.toSample(picture.name());
  }

  /** Four pictures that meet at a random point of a canvas of twice the side. */
  private Sample mosaic(int index, SampleRandom random) {
    int side = pictures.side();
    int meetX = (int) random.between(0.5 * side, 1.5 * side);
    int meetY = (int) random.between(0.5 * side, 1.5 * side);
    Canvas canvas = new Canvas(2 * side);
    Sample first = pictures.at(index);
    for (int corner = 0; corner < JOINED; corner++) {
      Sample picture = corner == 0 ? first : pictures.at(random.nextInt(pictures.size()));
      boolean left = corner % 2 == 0;
      boolean above = corner < 2;
      canvas.lay(
          picture,
          left ? meetX - picture.image().width() : meetX,
          above ? meetY - picture.image().height() : meetY);
    }
    return canvas.toSample(first.name());
  }

  private Sample flipped(Sample sample, SampleRandom random) {
    Sample flipped = random.chance(config.flipud()) ? Flips.upDown(sample) : sample;
    return random.chance(config.fliplr()) ? Flips.leftRight(flipped) : flipped;
  }

  private Sample recoloured(Sample sample, SampleRandom random) {
    double hue = 1 + random.between(-config.hsvH(), config.hsvH());
    double saturation = 1 + random.between(-config.hsvS(), config.hsvS());
    double value = 1 + random.between(-config.hsvV(), config.hsvV());
    Sample recoloured = sample;
    if (hue != 1 || saturation != 1 || value != 1) {
      recoloured =
          new Sample(
              sample.name(),
              HsvJitter.apply(sample.image(), hue, saturation, value),
              sample.annotations());
    }
    return random.chance(config.bgr()) ? Flips.redBlue(recoloured) : recoloured;
  }
}
