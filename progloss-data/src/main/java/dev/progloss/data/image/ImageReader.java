package dev.progloss.data.image;

import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Reads JPEG, PNG, BMP and WebP files, told by content, into upright 8-bit RGB.
 *
 * <p>EXIF orientation is carried out. Gray becomes three equal channels; alpha is dropped, never
 * blended; of 16 bits the upper 8 are kept; CMYK is converted, inverted where Adobe says so. A file
 * that ends early or whose check sums fail is refused, not half shown. Safe to call from several
 * threads.
 */
public final class ImageReader {

  private static final long MOST_FILE_BYTES = 1L << 30;

  private ImageReader() {}

  /**
   * Reads a picture of at most {@link ImageProbe#DEFAULT_MAX_PIXELS} pixels.
   *
   * @throws DataException if the file is missing, unreadable, too large or damaged
   */
  public static Image read(Path file) {
    return read(file, ImageProbe.DEFAULT_MAX_PIXELS);
  }

  /**
   * Reads a picture.
   *
   * @param maxPixels most pixels to accept; checked in the header, before memory is taken
   * @throws DataException if the file is missing, unreadable, too large or damaged
   */
  public static Image read(Path file, long maxPixels) {
    ImageHeader header = ImageProbe.header(file, maxPixels);
    try {
      if (Files.size(file) > MOST_FILE_BYTES) {
        throw new DataException(file + ": too large: a file of more than 1 GiB");
      }
      return decode(Files.readAllBytes(file), file.toString(), header);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": not found", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Decodes a picture file that lies in memory.
   *
   * @param name what to call it in errors
   * @param bytes the whole file
   * @throws DataException if it is no picture, too large or damaged
   */
  public static Image decode(String name, byte[] bytes) {
    try {
      ImageHeader header =
          ImageProbe.header(ByteSource.of(bytes), name, ImageProbe.DEFAULT_MAX_PIXELS);
      return decode(bytes, name, header);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Image decode(byte[] bytes, String name, ImageHeader header) throws IOException {
    Image stored =
        switch (header.format()) {
          case JPEG -> decodeJpeg(bytes, name);
          case PNG -> decodePng(bytes, name);
          case BMP, WEBP -> decodeStored(bytes, name);
        };
    if (stored.width() != header.storedWidth() || stored.height() != header.storedHeight()) {
      throw new DataException(
          name
              + ": the header says "
              + header.storedWidth()
              + " x "
              + header.storedHeight()
              + ", the pixels are "
              + stored.width()
              + " x "
              + stored.height());
    }
    return Orientation.upright(stored, header.orientation());
  }

  private static Image decodeJpeg(byte[] bytes, String name) throws IOException {
    if (JpegEnd.isMarked(ByteSource.of(bytes))) {
      return decodeStored(bytes, name);
    }
    Image image = decodeStored(JpegEnd.marked(bytes), name);
    Image witness = decodeStored(JpegEnd.markedBehindNoise(bytes), name);
    if (!Arrays.equals(image.rgb(), witness.rgb())) {
      throw new DataException(name + ": JPEG ends early; fetch the file again");
    }
    return image;
  }

  private static Image decodePng(byte[] bytes, String name) {
    String problem = PngCheck.chunkProblem(bytes);
    if (problem != null) {
      throw new DataException(name + ": " + problem + "; fetch the file again");
    }
    try {
      return decodeStored(bytes, name);
    } catch (DataException e) {
      // The decoder does not say why; looking again does, and costs only broken files.
      String reason = PngCheck.dataProblem(bytes);
      throw reason == null ? e : new DataException(name + ": " + reason, e);
    }
  }

  @SuppressWarnings("try") // a pointer scope works by being open
  private static Image decodeStored(byte[] bytes, String name) {
    // Orientation is ours to apply, so that pixels and probed sizes cannot disagree.
    int flags = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    try (PointerScope scope = new PointerScope()) {
      Mat mat = opencv_imgcodecs.imdecode(NativePixels.row(bytes), flags);
      if (mat.empty()) {
        throw new DataException(name + ": cannot be decoded; the data is damaged");
      }
      return NativePixels.toImage(mat);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // JavaCPP turns every C++ exception into a bare RuntimeException.
      throw new DataException(name + ": cannot be decoded: " + firstLine(e), e);
    }
  }

  private static String firstLine(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse("");
  }
}
