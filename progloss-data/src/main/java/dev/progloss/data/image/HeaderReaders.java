package dev.progloss.data.image;

import dev.progloss.core.error.DataException;
import dev.progloss.data.image.ImageProbe.StoredHeader;
import java.io.IOException;
import java.util.Locale;

/** Finds size and orientation in the headers of JPEG, PNG, BMP and WebP files. */
final class HeaderReaders {

  private static final String PNG_SIGNATURE = "\u0089PNG\r\n\u001a\n";
  private static final int JPEG_MARKERS_AT_MOST = 10_000;
  private static final int CHUNKS_AT_MOST = 100_000;

  private HeaderReaders() {}

  static StoredHeader read(ByteSource source, String name) throws IOException {
    if (source.length() == 0) {
      throw new DataException(name + ": file is empty");
    }
    if (source.at(0) == 0xFF && source.at(1) == 0xD8) {
      return jpeg(source, name);
    }
    if (source.hasText(0, PNG_SIGNATURE)) {
      return png(source, name);
    }
    if (source.hasText(0, "BM")) {
      return bmp(source, name);
    }
    if (source.hasText(0, "RIFF") && source.hasText(8, "WEBP")) {
      return webp(source, name);
    }
    throw new DataException(name + ": " + otherContent(source));
  }

  private static String otherContent(ByteSource source) throws IOException {
    if (source.hasText(0, "GIF8")) {
      return "is a GIF, which is not supported; convert it to PNG or JPEG";
    }
    if (source.hasText(0, "II*\0") || source.hasText(0, "MM\0*")) {
      return "is a TIFF, which is not supported; convert it to PNG or JPEG";
    }
    if (source.hasText(4, "ftyp")) {
      return "is a HEIF, AVIF or video file, which is not supported; convert it to PNG or JPEG";
    }
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < 256 && source.at(i) >= 0; i++) {
      head.append((char) source.at(i));
    }
    String text = head.toString().toLowerCase(Locale.ROOT);
    return text.contains("<!doctype") || text.contains("<html")
        ? "not an image: looks like HTML, a web page saved under a picture's name"
        : "not an image: starts like none of JPEG, PNG, BMP, WebP";
  }

  /*
   * JPEG (ITU T.81): segments of marker FFxx and a two-byte length that counts itself. The frame
   * header SOFn holds the size. Orientation stands in an APP1 segment that starts "Exif\0\0".
   */
  private static StoredHeader jpeg(ByteSource source, String name) throws IOException {
    int orientation = ExifOrientation.UPRIGHT;
    long position = 2;
    for (int i = 0; i < JPEG_MARKERS_AT_MOST; i++) {
      position = JpegMarkers.next(source, position);
      int marker = source.at(position + 1);
      long length = source.number(position + 2, 2, true);
      if (position < 0 || marker < 0 || length < 0) {
        throw new DataException(name + ": JPEG ends early, in its header");
      }
      if (JpegMarkers.isFrameHeader(marker)) {
        long height = source.number(position + 5, 2, true);
        long width = source.number(position + 7, 2, true);
        if (width < 0) {
          throw new DataException(name + ": JPEG ends early, in its header");
        }
        return new StoredHeader(ImageFormat.JPEG, width, height, orientation);
      }
      if (marker == JpegMarkers.START_OF_SCAN || marker == JpegMarkers.END_OF_IMAGE) {
        break;
      }
      if (marker == JpegMarkers.APP1 && source.hasText(position + 4, "Exif\0\0")) {
        orientation = ExifOrientation.read(source, position + 10, position + 2 + length);
      }
      position += 2 + Math.max(2, length);
    }
    throw new DataException(name + ": JPEG has no frame header, so no size");
  }

  /*
   * PNG (W3C, third edition): signature, then chunks of length, type, data, check sum; IHDR first.
   * Orientation stands in an eXIf chunk before the pixels.
   */
  private static StoredHeader png(ByteSource source, String name) throws IOException {
    if (source.number(29, 4, true) < 0) {
      throw new DataException(name + ": PNG ends early, in its header");
    }
    if (!source.hasText(12, "IHDR")) {
      throw new DataException(name + ": PNG must start with an IHDR chunk");
    }
    long width = source.number(16, 4, true);
    long height = source.number(20, 4, true);
    int orientation = ExifOrientation.UPRIGHT;
    long position = 33;
    for (int i = 0; i < CHUNKS_AT_MOST; i++) {
      long length = source.number(position, 4, true);
      if (length < 0 || source.hasText(position + 4, "IEND")) {
        break;
      }
      if (source.hasText(position + 4, "eXIf")) {
        orientation = ExifOrientation.read(source, position + 8, position + 8 + length);
        break;
      }
      position += 12 + length;
    }
    return new StoredHeader(ImageFormat.PNG, width, height, orientation);
  }

  /* BMP: a header of 12 bytes has two-byte sides, all later ones four-byte; height < 0: top down. */
  private static StoredHeader bmp(ByteSource source, String name) throws IOException {
    long headerBytes = source.number(14, 4, false);
    boolean isOld = headerBytes == 12;
    long width = source.number(18, isOld ? 2 : 4, false);
    long height = source.number(isOld ? 20 : 22, isOld ? 2 : 4, false);
    if (height < 0) {
      throw new DataException(name + ": BMP ends early, in its header");
    }
    return new StoredHeader(
        ImageFormat.BMP,
        width,
        isOld ? height : Math.abs((long) (int) height),
        ExifOrientation.UPRIGHT);
  }

  /*
   * WebP (RFC 9649): RIFF chunks. VP8 has 14-bit sides behind a frame tag and a start code, VP8L
   * 14-bit sides less one, VP8X 24-bit sides less one and, elsewhere in the file, an EXIF chunk.
   */
  private static StoredHeader webp(ByteSource source, String name) throws IOException {
    if (source.number(26, 4, false) < 0) {
      throw new DataException(name + ": WebP ends early, in its header");
    }
    if (source.hasText(12, "VP8 ")) {
      long width = source.number(26, 2, false) & 0x3FFF;
      long height = source.number(28, 2, false) & 0x3FFF;
      return new StoredHeader(ImageFormat.WEBP, width, height, ExifOrientation.UPRIGHT);
    }
    if (source.hasText(12, "VP8L")) {
      long bits = source.number(21, 4, false);
      return new StoredHeader(
          ImageFormat.WEBP,
          (bits & 0x3FFF) + 1,
          (bits >> 14 & 0x3FFF) + 1,
          ExifOrientation.UPRIGHT);
    }
    if (source.hasText(12, "VP8X")) {
      long width = source.number(24, 3, false) + 1;
      long height = source.number(27, 3, false) + 1;
      return new StoredHeader(ImageFormat.WEBP, width, height, webpOrientation(source));
    }
    throw new DataException(name + ": WebP must start with a VP8, VP8L or VP8X chunk");
  }

  private static int webpOrientation(ByteSource source) throws IOException {
    long position = 12;
    for (int i = 0; i < CHUNKS_AT_MOST; i++) {
      long length = source.number(position + 4, 4, false);
      if (length < 0) {
        break;
      }
      if (source.hasText(position, "EXIF")) {
        // Some writers keep the six bytes that stand before the block in a JPEG.
        long start = position + 8 + (source.hasText(position + 8, "Exif\0\0") ? 6 : 0);
        return ExifOrientation.read(source, start, position + 8 + length);
      }
      position += 8 + length + (length & 1);
    }
    return ExifOrientation.UPRIGHT;
  }
}
