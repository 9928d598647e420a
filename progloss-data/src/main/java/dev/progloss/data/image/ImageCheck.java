package dev.progloss.data.image;

import dev.progloss.core.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a picture file before it is trained on.
 *
 * @param header what its first bytes say, or null if it cannot be used
 * @param remarks errors and warnings, in the order they were found; messages do not name the file
 */
public record ImageCheck(@Nullable ImageHeader header, List<Remark> remarks) {

  private static final int SMALL_SIDE = 10;
  private static final int REFERENCE_INPUT_SIDE = 640;

  /** Copies the list. */
  public ImageCheck {
    remarks = List.copyOf(remarks);
  }

  /** How far to look. */
  public enum Depth {
    /** The header and whether the file reaches its end: some kilobytes a file. */
    HEADER,
    /** All pixels, decoded once: seconds for each hundred pictures. */
    PIXELS
  }

  /**
   * One thing that was noticed.
   *
   * @param isError whether the picture cannot be used
   * @param message what and, where it helps, how to mend it
   */
  public record Remark(boolean isError, String message) {}

  /** Whether the picture can be used. */
  public boolean isUsable() {
    return header != null && remarks.stream().noneMatch(Remark::isError);
  }

  /**
   * Looks at a file; never throws for what is in it.
   *
   * @param maxPixels most pixels to accept, at least 1
   */
  public static ImageCheck of(Path file, Depth depth, long maxPixels) {
    return of(file, depth, maxPixels, PictureWatcher.NONE);
  }

  /** The same; the watcher is shown the picture if it was decoded. */
  public static ImageCheck of(Path file, Depth depth, long maxPixels, PictureWatcher watcher) {
    List<Remark> remarks = new ArrayList<>();
    try {
      ImageHeader header = ImageProbe.header(file, maxPixels);
      remarkOnName(header, String.valueOf(file.getFileName()), remarks);
      remarkOnShape(header, remarks);
      if (depth == Depth.PIXELS || !reachesItsEnd(file, header)) {
        // Throws if it cannot be decoded; only then is what else was seen worth telling.
        watcher.decoded(file, ImageReader.read(file, maxPixels));
        remarkOnPixels(file, header, remarks);
      }
      return new ImageCheck(header, remarks);
    } catch (DataException e) {
      remarks.add(new Remark(true, withoutName(e, file)));
    } catch (IOException e) {
      remarks.add(new Remark(true, "cannot be read: " + e.getMessage()));
    }
    return new ImageCheck(null, remarks);
  }

  private static void remarkOnName(ImageHeader header, String name, List<Remark> remarks) {
    ImageFormat format = header.format();
    if (!format.fitsName(name)) {
      remarks.add(
          new Remark(
              false,
              "is "
                  + format.withArticle()
                  + " by content, whatever its name says; read by content"));
    }
    if (format == ImageFormat.WEBP) {
      remarks.add(
          new Remark(false, "is a WebP: a format read here but not supported by every other tool"));
    }
  }

  private static void remarkOnShape(ImageHeader header, List<Remark> remarks) {
    int shorter = Math.min(header.storedWidth(), header.storedHeight());
    int longer = Math.max(header.storedWidth(), header.storedHeight());
    double fitted = (double) shorter * REFERENCE_INPUT_SIDE / longer;
    if (fitted < 1) {
      remarks.add(
          new Remark(
              false,
              String.format(
                  Locale.ROOT,
                  "extreme shape: letterbox to %d has %s %.2f, must become 1",
                  REFERENCE_INPUT_SIDE,
                  header.size().width() < header.size().height() ? "width" : "height",
                  fitted)));
    } else if (shorter < SMALL_SIDE) {
      remarks.add(new Remark(false, "smaller than " + SMALL_SIDE + " pixels a side"));
    }
  }

  /** Looks at the last bytes only; files with something behind their end count as doubtful. */
  private static boolean reachesItsEnd(Path file, ImageHeader header) throws IOException {
    try (ByteSource source = ByteSource.open(file)) {
      long length = source.length();
      return switch (header.format()) {
        case JPEG ->
            source.at(length - 2) == 0xFF && source.at(length - 1) == JpegMarkers.END_OF_IMAGE;
        case PNG -> source.hasText(length - 8, "IEND");
        case BMP, WEBP -> true;
      };
    }
  }

  private static void remarkOnPixels(Path file, ImageHeader header, List<Remark> remarks)
      throws IOException {
    if (header.format() != ImageFormat.JPEG) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    if (!JpegEnd.isMarked(ByteSource.of(bytes))) {
      remarks.add(new Remark(false, "JPEG has no end marker (all pixels are there)"));
      return;
    }
    String problem = JpegScanCheck.problem(bytes);
    if (problem != null) {
      remarks.add(new Remark(false, "JPEG data damaged: " + problem));
    }
  }

  private static String withoutName(DataException e, Path file) {
    String message = String.valueOf(e.getMessage());
    String prefix = file + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }
}
