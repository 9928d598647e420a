package dev.progloss.data.image;

import java.io.IOException;

/** The marker codes of a JPEG file, and how to find the next one (ITU T.81, annex B). */
final class JpegMarkers {

  static final int START_OF_IMAGE = 0xD8;
  static final int END_OF_IMAGE = 0xD9;
  static final int START_OF_SCAN = 0xDA;
  static final int APP1 = 0xE1;

  private JpegMarkers() {}

  /** SOF0 to SOF15 without the three codes in that range that mean something else. */
  static boolean isFrameHeader(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Whether the picture is coded arithmetically, by the kind of its frame header. */
  static boolean isArithmetic(ByteSource jpeg) throws IOException {
    long position = next(jpeg, 2);
    while (position >= 0) {
      int marker = jpeg.at(position + 1);
      if (isFrameHeader(marker)) {
        return marker > 0xC8;
      }
      position = next(jpeg, position + 2 + Math.max(2, jpeg.number(position + 2, 2, true)));
    }
    return false;
  }

  /** Whether the marker stands alone, without a length. */
  static boolean standsAlone(int marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
  }

  /**
   * Position of the last FF before the next marker code, skipping stuffed and fill bytes, restart
   * markers and anything else without a length; -1 if the file ends first.
   */
  static long next(ByteSource source, long from) throws IOException {
    for (long position = from; position + 1 < source.length(); position++) {
      if (source.at(position) == 0xFF) {
        int code = source.at(position + 1);
        if (code != 0 && code != 0xFF && !standsAlone(code)) {
          return position;
        }
      }
    }
    return -1;
  }
}
