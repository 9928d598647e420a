package dev.progloss.data.image;

import java.util.List;
import java.util.Locale;

/** The file formats that pictures come in, told by their first bytes and not by their names. */
public enum ImageFormat {
  /** JPEG: baseline and progressive; gray, YCbCr, RGB, CMYK. */
  JPEG("a JPEG", "jpg", "jpeg", "jpe"),
  /** PNG: all colour types and depths, interlaced or not. */
  PNG("a PNG", "png"),
  /** Windows bitmap. */
  BMP("a BMP", "bmp", "dib"),
  /** WebP: lossy and lossless. */
  WEBP("a WebP", "webp");

  private static final List<String> OTHER_PICTURES =
      List.of(
          "gif", "tif", "tiff", "heic", "heif", "avif", "jp2", "j2k", "jxl", "dng", "mpo", "pfm",
          "ppm", "pgm", "pnm", "exr", "hdr");

  private final String article;

  @SuppressWarnings("ImmutableEnumChecker") // always made by List.of
  private final List<String> endings;

  ImageFormat(String article, String... endings) {
    this.article = article;
    this.endings = List.of(endings);
  }

  /** Whether a file of this name is looked at as a picture, in capitals or not. */
  public static boolean isPictureName(String fileName) {
    String ending = ending(fileName);
    for (ImageFormat format : values()) {
      if (format.endings.contains(ending)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a file of this name is a picture in a format that cannot be read here. */
  public static boolean isForeignPictureName(String fileName) {
    return OTHER_PICTURES.contains(ending(fileName));
  }

  /** Whether the name's ending is one of this format's, in capitals or not. */
  public boolean fitsName(String fileName) {
    return endings.contains(ending(fileName));
  }

  /** The usual ending, without a dot. */
  public String usualEnding() {
    return endings.get(0);
  }

  /** Name with its article, for messages: {@code a PNG}. */
  String withArticle() {
    return article;
  }

  private static String ending(String fileName) {
    return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
