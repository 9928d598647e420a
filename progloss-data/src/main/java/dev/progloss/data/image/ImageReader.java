package dev.progloss.data.image;

import dev.progloss.core.detection.ImageSize;
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

  /** Most pixels that a byte of a JPEG may stand for: eight blocks of 8 by 8. */
  private static final long PIXELS_PER_BYTE = 512;

  /** In place of a longer side: pixels stay as they are. */
  private static final int AS_STORED = 0;

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
    return read(file, maxPixels, AS_STORED).image;
  }

  /**
   * Reads a picture and scales it as {@link Resizer#fit} does: the same pixels as one after the
   * other, in less time.
   *
   * @param maxPixels most pixels to accept; checked in the header, before memory is taken
   * @param longerSide what the longer side becomes, pixels, at least 1
   * @throws DataException if the file is missing, unreadable, too large or damaged
   */
  public static FittedImage readFitted(Path file, long maxPixels, int longerSide) {
    if (longerSide < 1) {
      throw new IllegalArgumentException("longerSide must be at least 1, got " + longerSide);
    }
    return read(file, maxPixels, longerSide);
  }

  /**
   * A picture that was scaled while it was read.
   *
   * @param image the scaled picture
   * @param original its size before, as a person sees it
   */
  public record FittedImage(Image image, ImageSize original) {}

  private static FittedImage read(Path file, long maxPixels, int longerSide) {
    ImageHeader header = ImageProbe.header(file, maxPixels);
    try {
      if (Files.size(file) > MOST_FILE_BYTES) {
        throw new DataException(file + ": too large: a file of more than 1 GiB");
      }
      Stored stored = new Stored(Files.readAllBytes(file), file.toString(), header);
      return new FittedImage(decode(stored, longerSide), header.size());
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
      return decode(new Stored(bytes, name, header), AS_STORED);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** A file in memory, what to call it, and what its header says. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this class
  private record Stored(byte[] bytes, String name, ImageHeader header) {

    Stored with(byte[] others) {
      return new Stored(others, name, header);
    }
  }

  private static Image decode(Stored stored, int longerSide) throws IOException {
    int orientation = stored.header.orientation();
    boolean isUpright = orientation == ExifOrientation.UPRIGHT;
    Image image =
        switch (stored.header.format()) {
          case JPEG -> decodeJpeg(stored, isUpright ? longerSide : AS_STORED);
          case PNG -> decodePng(stored, isUpright ? longerSide : AS_STORED);
          case BMP, WEBP -> decodePixels(stored, isUpright ? longerSide : AS_STORED);
        };
    Image upright = Orientation.upright(image, orientation);
    // Turning and then scaling rounds otherwise than scaling and then turning.
    return isUpright || longerSide == AS_STORED ? upright : Resizer.fit(upright, longerSide);
  }

  private static Image decodeJpeg(Stored stored, int longerSide) throws IOException {
    if (JpegEnd.isMarked(ByteSource.of(stored.bytes))) {
      return decodePixels(stored, longerSide);
    }
    requireBits(stored);
    Image image = decodePixels(stored.with(JpegEnd.marked(stored.bytes)), AS_STORED);
    Image witness = decodePixels(stored.with(JpegEnd.markedBehindNoise(stored.bytes)), AS_STORED);
    if (!Arrays.equals(image.rgb(), witness.rgb())) {
      throw new DataException(stored.name + ": JPEG ends early; fetch the file again");
    }
    return longerSide == AS_STORED ? image : Resizer.fit(image, longerSide);
  }

  /**
   * Huffman codes take a bit or more for each block of 64 pixels of the finest component. A file
   * without an end that is shorter than that has lost pixels for certain, and two pictures of the
   * size that it claims need not be made to see it. Arithmetic codes may be shorter.
   */
  private static void requireBits(Stored stored) throws IOException {
    long pixels = (long) stored.header.storedWidth() * stored.header.storedHeight();
    if (stored.bytes.length * PIXELS_PER_BYTE < pixels
        && !JpegMarkers.isArithmetic(ByteSource.of(stored.bytes))) {
      throw new DataException(stored.name + ": JPEG ends early; fetch the file again");
    }
  }

  private static Image decodePng(Stored stored, int longerSide) {
    String problem = PngCheck.chunkProblem(stored.bytes);
    if (problem != null) {
      throw new DataException(stored.name + ": " + problem + "; fetch the file again");
    }
    try {
      return decodePixels(stored, longerSide);
    } catch (DataException e) {
      // The decoder does not say why; looking again does, and costs only broken files.
      String reason = PngCheck.dataProblem(stored.bytes);
      throw reason == null ? e : new DataException(stored.name + ": " + reason, e);
    }
  }

  @SuppressWarnings("try") // a pointer scope works by being open
  private static Image decodePixels(Stored stored, int longerSide) {
    // Orientation is ours to apply, so that pixels and probed sizes cannot disagree.
    int flags = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    try (PointerScope scope = new PointerScope()) {
      Mat mat = opencv_imgcodecs.imdecode(NativePixels.row(stored.bytes), flags);
      if (mat.empty()) {
        throw new DataException(stored.name + ": cannot be decoded; the data is damaged");
      }
      requireSize(stored, mat.cols(), mat.rows());
      if (longerSide == AS_STORED) {
        return NativePixels.toImage(mat);
      }
      ImageSize size = Resizer.fitted(new ImageSize(mat.cols(), mat.rows()), longerSide);
      return NativePixels.toImage(Resizer.resized(mat, size.width(), size.height()));
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // JavaCPP turns every C++ exception into a bare RuntimeException.
      throw new DataException(stored.name + ": cannot be decoded: " + firstLine(e), e);
    }
  }

  private static void requireSize(Stored stored, int width, int height) {
    ImageHeader header = stored.header;
    if (width != header.storedWidth() || height != header.storedHeight()) {
      throw new DataException(
          stored.name
              + ": the header says "
              + header.storedWidth()
              + " x "
              + header.storedHeight()
              + ", the pixels are "
              + width
              + " x "
              + height);
    }
  }

  private static String firstLine(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse("");
  }
}
