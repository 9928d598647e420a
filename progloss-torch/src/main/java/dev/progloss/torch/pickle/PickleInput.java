package dev.progloss.torch.pickle;

import dev.progloss.core.error.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a pickle, read from front to back; never beyond the end. */
final class PickleInput {

  private static final int LONGEST_NAME = 1000;

  private final String where;
  private final byte[] data;
  private final ByteBuffer buffer;

  PickleInput(String where, byte[] data) {
    this.where = where;
    this.data = data;
    this.buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return buffer.position();
  }

  int unsignedByte() {
    require(1);
    return buffer.get() & 0xff;
  }

  int unsignedShort() {
    require(2);
    return buffer.getShort() & 0xffff;
  }

  int signedInt() {
    require(4);
    return buffer.getInt();
  }

  long unsignedInt() {
    return signedInt() & 0xffff_ffffL;
  }

  long signedLong() {
    require(8);
    return buffer.getLong();
  }

  double bigEndianDouble() {
    require(8);
    return Double.longBitsToDouble(Long.reverseBytes(buffer.getLong()));
  }

  byte[] bytes(long length) {
    require(length);
    byte[] bytes = new byte[(int) length];
    buffer.get(bytes);
    return bytes;
  }

  void skip(long length) {
    require(length);
    buffer.position(buffer.position() + (int) length);
  }

  String text(long length) {
    require(length);
    ByteBuffer part = buffer.slice().limit((int) length);
    try {
      // Python writes lone halves of surrogate pairs too; no name of a tensor has them.
      String text = StandardCharsets.UTF_8.newDecoder().decode(part).toString();
      buffer.position(buffer.position() + (int) length);
      return text;
    } catch (CharacterCodingException e) {
      throw wrong("text of " + length + " bytes must be UTF-8", e);
    }
  }

  /** Text up to the end of the line, which is passed over. */
  String line() {
    int start = buffer.position();
    int end = start;
    int last = Math.min(data.length, start + LONGEST_NAME);
    while (end < last && data[end] != '\n') {
      end++;
    }
    if (end == last) {
      throw wrong("a name must end within " + LONGEST_NAME + " bytes", null);
    }
    String line = new String(Arrays.copyOfRange(data, start, end), StandardCharsets.UTF_8);
    buffer.position(end + 1);
    return line;
  }

  FormatException wrong(String what, @org.jspecify.annotations.Nullable Throwable cause) {
    String message = where + ": pickle byte " + buffer.position() + ": " + what;
    return cause == null ? new FormatException(message) : new FormatException(message, cause);
  }

  private void require(long length) {
    if (length < 0 || length > buffer.remaining()) {
      throw wrong(
          "must be followed by "
              + Long.toUnsignedString(length)
              + " bytes, got "
              + buffer.remaining()
              + "; was the file cut off?",
          null);
    }
  }
}
