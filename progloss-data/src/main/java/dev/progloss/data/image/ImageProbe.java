package dev.progloss.data.image;

import dev.progloss.core.detection.ImageSize;
import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a picture's format, size and orientation from its header, before any pixel is decoded or
 * memory taken for one.
 */
public final class ImageProbe {

  /**
   * Pictures with more pixels than this are refused unless the caller says otherwise. It is where
   * Pillow, which most other tools read pictures with, refuses too (2 * 2^30 / 4 / 3 pixels): what
   * opens there opens here. Decoded, such a picture takes 512 MiB, for a moment twice.
   */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970L;

  /** An array of three bytes a pixel holds no more. */
  public static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 3;

  private ImageProbe() {}

  /**
   * Size as a person sees it, after orientation.
   *
   * @throws DataException if the file is missing, no picture, cut off in its header, or has more
   *     than {@link #DEFAULT_MAX_PIXELS} pixels
   */
  public static ImageSize size(Path file) {
    return header(file, DEFAULT_MAX_PIXELS).size();
  }

  /**
   * Everything the header says.
   *
   * @param maxPixels most pixels to accept, at least 1
   * @throws DataException as {@link #size(Path)}
   */
  public static ImageHeader header(Path file, long maxPixels) {
    try {
      if (Files.isDirectory(file)) {
        throw new DataException(file + ": must be a picture, is a folder");
      }
      try (ByteSource source = ByteSource.open(file)) {
        return header(source, file.toString(), maxPixels);
      }
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": not found", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static ImageHeader header(ByteSource source, String name, long maxPixels) throws IOException {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1, got " + maxPixels);
    }
    StoredHeader stored = HeaderReaders.read(source, name);
    long width = stored.width();
    long height = stored.height();
    if (width < 1 || height < 1) {
      throw new DataException(
          name
              + ": width and height must be at least 1, header says size "
              + width
              + " x "
              + height);
    }
    long allowed = Math.min(maxPixels, MOST_PIXELS);
    // Divided, not multiplied: sides of 2^31 and more must not wrap around.
    if (width > allowed / height) {
      throw new DataException(
          name
              + ": too large: header says "
              + width
              + " x "
              + height
              + " pixels, at most "
              + allowed
              + " are accepted"
              + (maxPixels < MOST_PIXELS ? "; max_pixels allows more" : ""));
    }
    return new ImageHeader(stored.format(), (int) width, (int) height, stored.orientation());
  }

  /** A header as it is written, not yet believed. */
  record StoredHeader(ImageFormat format, long width, long height, int orientation) {}
}
