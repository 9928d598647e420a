package dev.progloss.torch.weights;

import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The checksum of a whole file, kept in its own header: CRC-32C of every byte, with the checksum's
 * own eight digits taken as zeros.
 *
 * <p>A damaged header must not pass for one that never had a checksum. So two entries of the
 * metadata speak of it, {@code progloss.crc32c} before all others and {@code progloss.checksum}
 * behind them: either demands the other, and a third witness demands both, the format's name with
 * its version. One flipped bit spoils one of the three at most, or leaves them all, and then the
 * sum tells.
 */
final class FileChecksum {

  static final String SUM = "progloss.crc32c";
  static final String KIND = "progloss.checksum";
  static final String CRC32C_KIND = "crc32c";
  static final String NO_DIGITS = "00000000";

  private static final byte[] OPENING =
      ("{\"__metadata__\":{\"" + SUM + "\":\"").getBytes(StandardCharsets.US_ASCII);
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8}");
  private static final int LENGTH_BYTES = 8;
  private static final int CHUNK_BYTES = 1 << 16;

  private final CRC32C sum = new CRC32C();

  /** Of length and header; digits in the header count as zeros whatever they are. */
  static FileChecksum ofHeader(byte[] header) {
    FileChecksum checksum = new FileChecksum();
    checksum.sum.update(length(header));
    int end = OPENING.length + NO_DIGITS.length();
    checksum.sum.update(header, 0, OPENING.length);
    checksum.sum.update(NO_DIGITS.getBytes(StandardCharsets.US_ASCII));
    checksum.sum.update(header, end, header.length - end);
    return checksum;
  }

  /** The first eight bytes of a file. */
  static byte[] length(byte[] header) {
    return ByteBuffer.allocate(LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .array();
  }

  /** What the data is to be fed to. */
  CRC32C sum() {
    return sum;
  }

  /** Puts the sum into the header that it was begun with. */
  void into(byte[] header) {
    byte[] digits = digits().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, header, OPENING.length, digits.length);
  }

  /**
   * Reads a file from end to end where it says that it has a checksum.
   *
   * @param json its header
   * @param metadata of that header
   * @throws FormatException if the file is not as it was written, or should have a checksum and has
   *     none
   */
  static void verify(Path file, FileChannel channel, byte[] json, Map<String, String> metadata)
      throws IOException {
    if (!metadata.containsKey(SUM) && !metadata.containsKey(KIND)) {
      checkMayLack(file, metadata);
      return;
    }
    String said = metadata.getOrDefault(SUM, "none");
    String kind = metadata.getOrDefault(KIND, "none");
    if (!kind.equals(CRC32C_KIND)) {
      throw damaged(file, "metadata " + KIND + " must be " + CRC32C_KIND + ", got " + kind);
    }
    if (!DIGITS.matcher(said).matches()) {
      throw damaged(file, "metadata " + SUM + " must be eight digits of 0-9a-f, got " + said);
    }
    if (Arrays.mismatch(json, OPENING) != OPENING.length) {
      throw damaged(file, "metadata must begin with " + SUM);
    }
    FileChecksum got = ofHeader(json);
    got.addData(channel, (long) LENGTH_BYTES + json.length);
    if (!got.digits().equals(said)) {
      throw damaged(file, "its checksum must be " + said + ", got " + got.digits());
    }
  }

  private static void checkMayLack(Path file, Map<String, String> metadata) {
    boolean isOurs = metadata.getOrDefault("format", "").startsWith("progloss.");
    if (isOurs && !"1".equals(metadata.get("format_version"))) {
      throw damaged(file, "metadata must have " + SUM + " and " + KIND + ", got neither");
    }
  }

  private void addData(FileChannel channel, long from) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    long at = from;
    for (int got = channel.read(chunk, at); got >= 0; got = channel.read(chunk, at)) {
      sum.update(chunk.array(), 0, got);
      at += got;
      chunk.clear();
    }
  }

  private String digits() {
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static FormatException damaged(Path file, String what) {
    return new FormatException(
        file
            + ": "
            + what
            + "; the file was damaged or changed after it was written: take another");
  }
}
