package dev.progloss.data.image;

import java.io.IOException;
import java.util.Arrays;

/** Tells a JPEG that only lost its end marker from one that lost pixels. */
final class JpegEnd {

  private static final byte[] MARKER = {(byte) 0xFF, (byte) JpegMarkers.END_OF_IMAGE};
  private static final int PROBE_BYTES = 16;

  private JpegEnd() {}

  /** Whether the first picture in the file reaches its end marker; what follows does not count. */
  static boolean isMarked(ByteSource jpeg) throws IOException {
    long position = 2;
    while (true) {
      position = JpegMarkers.next(jpeg, position);
      if (position < 0) {
        return false;
      }
      if (jpeg.at(position + 1) == JpegMarkers.END_OF_IMAGE) {
        return true;
      }
      long length = jpeg.number(position + 2, 2, true);
      if (length < 0) {
        return false;
      }
      position += 2 + Math.max(2, length);
    }
  }

  /** The file with an end marker put where it ends. */
  static byte[] marked(byte[] jpeg) {
    return with(jpeg, MARKER);
  }

  /**
   * The same with some bytes of coded data before the marker. If all pixels are there already they
   * change nothing; where pixels are missing they decode to other ones than a bare end does.
   */
  static byte[] markedBehindNoise(byte[] jpeg) {
    byte[] tail = new byte[PROBE_BYTES + 2];
    Arrays.fill(tail, (byte) 0xB5);
    System.arraycopy(MARKER, 0, tail, PROBE_BYTES, 2);
    return with(jpeg, tail);
  }

  private static byte[] with(byte[] jpeg, byte[] tail) {
    int length = jpeg.length;
    if (jpeg[length - 1] == (byte) 0xFF) {
      length--; // half of a marker, or of a stuffed byte
    }
    byte[] whole = Arrays.copyOf(jpeg, length + tail.length);
    System.arraycopy(tail, 0, whole, length, tail.length);
    return whole;
  }
}
