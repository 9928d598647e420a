package dev.progloss.data.image;

/** The bits of one JPEG scan: unstuffed, stopping at the first marker. */
final class JpegBits {

  private final byte[] bytes;
  private int position;
  private int buffered;
  private int bufferedBits;
  private boolean isPastEnd;

  JpegBits(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  /** The next bit; 0 behind the end. */
  int next() {
    if (bufferedBits == 0) {
      if (!hasByte()) {
        isPastEnd = true;
        return 0;
      }
      buffered = bytes[position] & 0xFF;
      bufferedBits = 8;
      position += buffered == 0xFF ? 2 : 1;
    }
    bufferedBits--;
    return buffered >> bufferedBits & 1;
  }

  /** A signed number of so many bits, as T.81 F.2.2.1 extends it. */
  int signed(int size) {
    int value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 1 | next();
    }
    return size == 0 || value >= 1 << (size - 1) ? value : value - (1 << size) + 1;
  }

  /** Whether bits were asked for that are not there. */
  boolean isPastEnd() {
    return isPastEnd;
  }

  /** Whole bytes not yet begun before the next marker; fill bytes of FF do not count. */
  int bytesLeft() {
    int left = 0;
    for (int at = position; at < bytes.length; at++) {
      if (bytes[at] == (byte) 0xFF) {
        if (at + 1 >= bytes.length || bytes[at + 1] != 0) {
          break;
        }
        at++;
      }
      left++;
    }
    return left;
  }

  /** Goes on behind the restart marker that must stand here, fill bytes before it allowed. */
  boolean skipRestart() {
    bufferedBits = 0;
    while (position + 1 < bytes.length
        && bytes[position] == (byte) 0xFF
        && bytes[position + 1] == (byte) 0xFF) {
      position++;
    }
    boolean isRestart =
        position + 1 < bytes.length
            && bytes[position] == (byte) 0xFF
            && (bytes[position + 1] & 0xF8) == 0xD0;
    position += 2;
    return isRestart && !isPastEnd;
  }

  private boolean hasByte() {
    if (position >= bytes.length) {
      return false;
    }
    return bytes[position] != (byte) 0xFF
        || (position + 1 < bytes.length && bytes[position + 1] == 0);
  }
}
