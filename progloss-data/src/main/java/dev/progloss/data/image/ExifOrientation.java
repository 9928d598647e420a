package dev.progloss.data.image;

import java.io.IOException;

/**
 * Reads the one EXIF entry that matters here: how the stored pixels must be turned. Anything
 * unreadable means "not turned", as it does to viewers.
 */
final class ExifOrientation {

  static final int UPRIGHT = 1;

  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT_TYPE = 3;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /**
   * Orientation 1..8 from a TIFF block.
   *
   * @param start position of the block's byte-order mark
   * @param end first position behind the block
   */
  static int read(ByteSource source, long start, long end) throws IOException {
    boolean bigEndian = source.hasText(start, "MM");
    if (!bigEndian && !source.hasText(start, "II")) {
      return UPRIGHT;
    }
    if (source.number(start + 2, 2, bigEndian) != 42) {
      return UPRIGHT;
    }
    // Only the first directory is read; it holds the main picture's orientation, and not following
    // the chain means that a chain which bites its tail cannot hold us.
    long directory = start + source.number(start + 4, 4, bigEndian);
    if (directory < start + 8 || directory > end - 2) {
      return UPRIGHT;
    }
    long entries = source.number(directory, 2, bigEndian);
    for (long i = 0; i < entries; i++) {
      long entry = directory + 2 + i * ENTRY_BYTES;
      if (entry > end - ENTRY_BYTES) {
        return UPRIGHT;
      }
      if (source.number(entry, 2, bigEndian) == ORIENTATION_TAG) {
        return value(source, entry, bigEndian);
      }
    }
    return UPRIGHT;
  }

  private static int value(ByteSource source, long entry, boolean bigEndian) throws IOException {
    boolean isOneShort =
        source.number(entry + 2, 2, bigEndian) == SHORT_TYPE
            && source.number(entry + 4, 4, bigEndian) == 1;
    long value = isOneShort ? source.number(entry + 8, 2, bigEndian) : UPRIGHT;
    return value >= 1 && value <= 8 ? (int) value : UPRIGHT;
  }
}
