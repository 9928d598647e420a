package dev.progloss.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Small text files of a data set, read whole, with what can be wrong about them told. */
final class TextFiles {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextFiles() {}

  /**
   * The text without a byte-order mark; empty, with a finding, if the file is too long, not
   * readable or not UTF-8. Bytes that are no UTF-8 in a file that mostly is become U+FFFD.
   */
  static Optional<String> read(Path file, long mostBytes, Findings findings) {
    try {
      if (Files.size(file) > mostBytes) {
        findings.error(file, 0, "must not be longer than " + mostBytes + " bytes");
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      if (isUtf16(bytes)) {
        findings.error(file, 1, "not a text file in UTF-8 but in UTF-16; save it as UTF-8");
        return Optional.empty();
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      boolean hasMark = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      return Optional.of(hasMark ? text.substring(1) : text);
    } catch (IOException e) {
      findings.error(file, 0, "cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int mark = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    return mark == 0xFEFF || mark == 0xFFFE || bytes[0] == 0 || bytes[1] == 0;
  }
}
