package dev.progloss.data.image;

import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Writes pictures as PNG or JPEG files; the same picture gives the same bytes. */
public final class ImageWriter {

  /** Quality of JPEG files, 1..100. */
  public static final int JPEG_QUALITY = 95;

  private ImageWriter() {}

  /**
   * Writes a picture, over an older file of that name; the folder must exist.
   *
   * @param file its ending says the format: {@code .png}, {@code .jpg} or {@code .jpeg}
   * @throws DataException if the ending is another, or the file cannot be written
   */
  public static void write(Path file, Image image) {
    byte[] bytes = encode(image, formatOf(file));
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }

  /**
   * The bytes of a picture file.
   *
   * @param format {@link ImageFormat#PNG} or {@link ImageFormat#JPEG}
   */
  @SuppressWarnings("try") // a pointer scope works by being open
  public static byte[] encode(Image image, ImageFormat format) {
    if (format != ImageFormat.PNG && format != ImageFormat.JPEG) {
      throw new IllegalArgumentException("format must be PNG or JPEG, got " + format);
    }
    try (PointerScope scope = new PointerScope()) {
      Mat mat = NativePixels.copyOf(image);
      // Encoders want BGR; swapping the two outer channels in place is this conversion.
      opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_RGB2BGR);
      BytePointer encoded = new BytePointer();
      IntPointer settings =
          format == ImageFormat.JPEG
              ? new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
              : new IntPointer(opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 3);
      if (!opencv_imgcodecs.imencode("." + format.usualEnding(), mat, encoded, settings)) {
        throw new IllegalStateException("OpenCV could not encode an image of " + image.size());
      }
      byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(bytes);
      return bytes;
    }
  }

  private static ImageFormat formatOf(Path file) {
    String name = String.valueOf(file.getFileName());
    for (ImageFormat format : new ImageFormat[] {ImageFormat.PNG, ImageFormat.JPEG}) {
      if (format.fitsName(name)) {
        return format;
      }
    }
    throw new DataException(file + ": name must end in .png, .jpg or .jpeg");
  }
}
