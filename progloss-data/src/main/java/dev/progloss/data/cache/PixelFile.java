package dev.progloss.data.cache;

import dev.progloss.data.image.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One kept picture as a file: 8 bytes of magic, 32 of the stamp's digest, width and height as big
 * endian ints, a CRC-32C of digest, sizes and pixels, and the pixels.
 *
 * <p>A file is written under another name and then renamed, so that nobody sees a part of one; what
 * is damaged all the same, or about another picture, is told by the check sum and the digest.
 */
final class PixelFile {

  static final String ENDING = ".pixels";

  private static final String PART_START = "progloss-";
  private static final String PART_ENDING = ".part";

  /** Bytes of the digest. */
  static final int DIGEST = 32;

  /** "PGLPIX1" and a line feed. */
  private static final long MAGIC = 0x50474C504958310AL;

  private static final int HEADER = 8 + DIGEST + 4 + 4 + 4;

  private PixelFile() {}

  /** Whether a file of this name is, or was to be, a picture that is still being written. */
  static boolean isPart(String name) {
    return name.startsWith(PART_START) && name.endsWith(PART_ENDING);
  }

  /** How many bytes a picture's file has. */
  static long length(Image image) {
    return (long) HEADER + image.rgb().length;
  }

  /** Writes a picture; nothing is left behind if it cannot be done. */
  static void write(Path file, byte[] digest, Image image) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).put(digest).putInt(image.width()).putInt(image.height());
    header.putInt(checkSum(header.array(), image.rgb())).flip();
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, PART_START, PART_ENDING);
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        writeAll(channel, header);
        writeAll(channel, ByteBuffer.wrap(image.rgb()));
      }
      rename(part, file);
    } finally {
      boolean unused = Files.deleteIfExists(part);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void rename(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The picture; null if there is no such file, or it is not wholly and surely this picture. */
  static @Nullable Image read(Path file, byte[] digest) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      if (!readAll(channel, header)) {
        return null;
      }
      header.flip();
      byte[] found = new byte[DIGEST];
      boolean isOurs = header.getLong() == MAGIC;
      header.get(found);
      int width = header.getInt();
      int height = header.getInt();
      int sum = header.getInt();
      if (!isOurs || !Arrays.equals(found, digest) || !fits(width, height, channel.size())) {
        return null;
      }
      byte[] rgb = new byte[3 * width * height];
      boolean isWhole =
          readAll(channel, ByteBuffer.wrap(rgb)) && checkSum(header.array(), rgb) == sum;
      return isWhole ? new Image(width, height, rgb) : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static boolean readAll(FileChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(int width, int height, long length) {
    return width > 0
        && height > 0
        && (long) width * height <= Integer.MAX_VALUE / 3
        && length == HEADER + 3L * width * height;
  }

  private static int checkSum(byte[] header, byte[] rgb) {
    CRC32C sum = new CRC32C();
    sum.update(header, 8, DIGEST + 8);
    sum.update(rgb);
    return (int) sum.getValue();
  }
}
