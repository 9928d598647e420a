package dev.progloss.data.augment;

import dev.progloss.core.box.Letterbox;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Easel;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.PixelArea;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Which sample.
   *
   * @param epoch from 0
   * @param index into the pictures
   * @param joins whether mosaic, mixup and copy-paste may happen in this epoch
   */
  public record Place(int epoch, int index, boolean joins) {}

  /**
   * One sample.
   *
   * @param epoch from 0
   * @param index into the pictures
   * @param joinPictures whether mosaic, mixup and copy-paste may happen in this epoch
   * @return a square of the pictures' side; boxes in its pixels, none reaching outside
   */
  public Sample sample(int epoch, int index, boolean joinPictures) {
    try (Easel easel = easel()) {
      List<Annotation> annotations = paint(new Place(epoch, index, joinPictures), easel);
      return new Sample(pictures.name(index), easel.image(), annotations);
    }
  }

  /** What samples are painted on. */
  public Easel easel() {
    return Easel.open(Letterbox.PADDING_VALUE);
  }

  /**
   * Paints a sample: afterwards the easel shows it.
   *
   * @return its objects, as {@link #sample} has them
   */
  public List<Annotation> paint(Place place, Easel easel) {
    SampleRandom random = SampleRandom.of(seed, place.epoch, place.index);
    List<Annotation> annotations = placed(place.index, random, place.joins, easel);
    if (place.joins && random.chance(config.mixup())) {
      Image first = easel.image();
      List<Annotation> both = new ArrayList<>(annotations);
      both.addAll(placed(random.nextInt(pictures.size()), random, true, easel));
      easel.show(Blends.mix(first, easel.image(), Blends.share(random)));
      annotations = both;
    }
    List<Annotation> flipped = flipped(annotations, random, easel);
    recolour(random, easel);
    return flipped;
  }

  /** One picture, or four joined, moved by one mapping. */
  private List<Annotation> placed(
      int index, SampleRandom random, boolean joinPictures, Easel easel) {
    boolean isMosaic = random.chance(config.mosaic()) && joinPictures;
    Layout layout =
        isMosaic ? Layout.mosaic(pictures, index, random) : Layout.centred(pictures, index);
    List<Annotation> annotations = layout.annotations(pictures);
    boolean pastes = joinPictures && config.copyPaste() > 0;
    int canvas = layout.side();
    List<Annotation> copies =
        pastes ? Blends.copies(annotations, canvas, config.copyPaste(), random) : List.of();
    Geometry geometry = Geometry.random(config, random, canvas, pictures.side());
    layout.paint(
        pictures, easel, copies.isEmpty() ? geometry.seen(canvas) : PixelArea.square(canvas));
    if (!copies.isEmpty()) {
      easel.pasteMirrored(copies.stream().map(copy -> Blends.pixels(copy.box(), canvas)).toList());
      annotations.addAll(copies);
    }
    if (geometry.isStill() && canvas == pictures.side()) {
      easel.show();
      return annotations;
    }
    easel.showMoved(geometry.ofCentres(), pictures.side());
    return geometry.moved(annotations);
  }

  private List<Annotation> flipped(List<Annotation> annotations, SampleRandom random, Easel easel) {
    boolean upDown = random.chance(config.flipud());
    boolean leftRight = random.chance(config.fliplr());
    easel.mirror(leftRight, upDown);
    int side = pictures.side();
    List<Annotation> flipped = upDown ? Flips.upDown(annotations, side) : annotations;
    return leftRight ? Flips.leftRight(flipped, side) : flipped;
  }

  private void recolour(SampleRandom random, Easel easel) {
    double hue = 1 + random.between(-config.hsvH(), config.hsvH());
    double saturation = 1 + random.between(-config.hsvS(), config.hsvS());
    double value = 1 + random.between(-config.hsvV(), config.hsvV());
    if (hue != 1 || saturation != 1 || value != 1) {
      easel.recolour(hue, saturation, value);
    }
    if (random.chance(config.bgr())) {
      easel.exchangeRedBlue();
    }
  }
}
