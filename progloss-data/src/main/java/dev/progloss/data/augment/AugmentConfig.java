package dev.progloss.data.augment;

import dev.progloss.core.error.ConfigException;

/**
 * How strongly training pictures are changed; names and defaults are those that detector users
 * know.
 *
 * @param mosaic chance that a picture is joined with three others, 0..1
 * @param degrees largest turn either way, degrees, 0..180
 * @param translate largest shift either way, as a share of the side, 0..1
 * @param scale largest change of size either way, as a share, 0 to below 1
 * @param shear largest shear either way, degrees, 0 to below 90
 * @param perspective largest perspective coefficient either way, 0..0.001
 * @param hsvH largest change of hue either way, as a share, 0..1
 * @param hsvS largest change of saturation either way, as a share, 0..1
 * @param hsvV largest change of value either way, as a share, 0..1
 * @param fliplr chance of a mirror image, 0..1
 * @param flipud chance of an upside-down image, 0..1
 * @param mixup chance that another picture shines through, 0..1
 * @param copyPaste chance, for each object, that a mirrored copy of it is pasted, 0..1
 * @param bgr chance that red and blue change places, 0..1
 * @param closeMosaic how many last epochs go without mosaic, mixup and copy-paste
 */
public record AugmentConfig(
    double mosaic,
    double degrees,
    double translate,
    double scale,
    double shear,
    double perspective,
    double hsvH,
    double hsvS,
    double hsvV,
    double fliplr,
    double flipud,
    double mixup,
    double copyPaste,
    double bgr,
    int closeMosaic) {

  /** Checks the ranges. */
  public AugmentConfig {
    requireUpTo("mosaic", mosaic, 1);
    requireUpTo("degrees", degrees, 180);
    requireUpTo("translate", translate, 1);
    requireBelow("scale", scale, 1);
    requireBelow("shear", shear, 90);
    requireUpTo("perspective", perspective, 0.001);
    requireUpTo("hsv_h", hsvH, 1);
    requireUpTo("hsv_s", hsvS, 1);
    requireUpTo("hsv_v", hsvV, 1);
    requireUpTo("fliplr", fliplr, 1);
    requireUpTo("flipud", flipud, 1);
    requireUpTo("mixup", mixup, 1);
    requireUpTo("copy_paste", copyPaste, 1);
    requireUpTo("bgr", bgr, 1);
    if (closeMosaic < 0) {
      throw new ConfigException("close_mosaic must not be negative, got " + closeMosaic);
    }
  }

  /** What detector users expect. */
  public static AugmentConfig defaults() {
    return new AugmentConfig(1.0, 0, 0.1, 0.5, 0, 0, 0.015, 0.7, 0.4, 0.5, 0, 0, 0, 0, 10);
  }

  /** Pictures as they are, only fitted into the square. */
  public static AugmentConfig none() {
    return new AugmentConfig(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Whether pictures are joined in this epoch: all but the last {@code closeMosaic}.
   *
   * @param epoch from 0
   */
  public boolean joinsPictures(int epoch, int epochs) {
    return epoch < epochs - closeMosaic;
  }

  /** The same with another chance of mosaic. */
  public AugmentConfig withMosaic(double chance) {
    return new AugmentConfig(
        chance,
        degrees,
        translate,
        scale,
        shear,
        perspective,
        hsvH,
        hsvS,
        hsvV,
        fliplr,
        flipud,
        mixup,
        copyPaste,
        bgr,
        closeMosaic);
  }

  /** The same with another mapping of the plane. */
  public AugmentConfig withGeometry(
      double turn, double shift, double size, double slant, double tilt) {
    return new AugmentConfig(
        mosaic,
        turn,
        shift,
        size,
        slant,
        tilt,
        hsvH,
        hsvS,
        hsvV,
        fliplr,
        flipud,
        mixup,
        copyPaste,
        bgr,
        closeMosaic);
  }

  /** The same with another change of colours. */
  public AugmentConfig withColours(double hue, double saturation, double value) {
    return new AugmentConfig(
        mosaic,
        degrees,
        translate,
        scale,
        shear,
        perspective,
        hue,
        saturation,
        value,
        fliplr,
        flipud,
        mixup,
        copyPaste,
        bgr,
        closeMosaic);
  }

  /** The same with other chances of a mirror image and of an upside-down one. */
  public AugmentConfig withFlips(double leftRight, double upDown) {
    return new AugmentConfig(
        mosaic,
        degrees,
        translate,
        scale,
        shear,
        perspective,
        hsvH,
        hsvS,
        hsvV,
        leftRight,
        upDown,
        mixup,
        copyPaste,
        bgr,
        closeMosaic);
  }

  /** The same with other chances of mixup, for a picture, and copy-paste, for an object. */
  public AugmentConfig withBlends(double mixed, double pasted) {
    return new AugmentConfig(
        mosaic,
        degrees,
        translate,
        scale,
        shear,
        perspective,
        hsvH,
        hsvS,
        hsvV,
        fliplr,
        flipud,
        mixed,
        pasted,
        bgr,
        closeMosaic);
  }

  /** The same with another chance of exchanged red and blue. */
  public AugmentConfig withBgr(double chance) {
    return new AugmentConfig(
        mosaic,
        degrees,
        translate,
        scale,
        shear,
        perspective,
        hsvH,
        hsvS,
        hsvV,
        fliplr,
        flipud,
        mixup,
        copyPaste,
        chance,
        closeMosaic);
  }

  /** The same with another number of last epochs without mosaic. */
  public AugmentConfig withCloseMosaic(int epochs) {
    return new AugmentConfig(
        mosaic,
        degrees,
        translate,
        scale,
        shear,
        perspective,
        hsvH,
        hsvS,
        hsvV,
        fliplr,
        flipud,
        mixup,
        copyPaste,
        bgr,
        epochs);
  }

  private static void requireUpTo(String key, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new ConfigException(key + " must be in 0.." + most + ", got " + value);
    }
  }

  private static void requireBelow(String key, double value, double bound) {
    if (!(value >= 0 && value < bound)) {
      throw new ConfigException(key + " must be at least 0 and below " + bound + ", got " + value);
    }
  }
}
