package dev.progloss.torch.archive;

import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of a zip file by name, read one by one.
 *
 * <p>PyTorch stores its entries; deflated ones, as from a file packed again, are read up to a size
 * and a ratio, and never for more than they promise.
 */
final class ZipArchive {

  /** Most bytes that a deflated entry may become. */
  static final long MOST_DEFLATED = 1L << 30;

  /** Most bytes that one deflated byte may become; weights hardly shrink at all. */
  static final long MOST_RATIO = 100;

  private final Path file;
  private final Map<String, ZipDirectory.Entry> entries;

  private ZipArchive(Path file, Map<String, ZipDirectory.Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * Opens a file and checks its table of contents.
   *
   * @throws FormatException if it is no zip file, cut short, or not to be trusted
   */
  static ZipArchive open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ZipArchive(file, ZipDirectory.read(file.toString(), channel));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> names() {
    return entries.keySet();
  }

  /** Length of an entry, unpacked. */
  long length(String name) {
    return entry(name).plain();
  }

  /** A whole entry, its checksum compared. */
  byte[] read(String name) {
    ZipDirectory.Entry entry = entry(name);
    if (entry.plain() > Integer.MAX_VALUE - 8) {
      throw wrong(name + " is too large: " + entry.plain() + " bytes");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      requireModest(entry);
      byte[] packed = new byte[Math.toIntExact(entry.packed())];
      bytes(file.toString(), channel, entry.start(), packed.length).get(packed);
      byte[] plain = entry.deflated() ? inflate(entry, packed) : packed;
      CRC32 crc = new CRC32();
      crc.update(plain);
      // Writers that are told to leave checksums out write 0.
      if (entry.crc() != 0 && crc.getValue() != entry.crc()) {
        throw wrong(name + " does not have the checksum that it should have; is it damaged?");
      }
      return plain;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireModest(ZipDirectory.Entry entry) {
    boolean isBomb =
        entry.deflated()
            && (entry.plain() > MOST_DEFLATED || entry.plain() > entry.packed() * MOST_RATIO);
    if (isBomb) {
      throw wrong(
          entry.name()
              + " is deflated and would become "
              + entry.plain()
              + " bytes from "
              + entry.packed()
              + "; at most "
              + MOST_DEFLATED
              + " and "
              + MOST_RATIO
              + " times as many are allowed (PyTorch itself does not deflate)");
    }
  }

  private byte[] inflate(ZipDirectory.Entry entry, byte[] packed) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] plain = new byte[(int) entry.plain()];
      int done = 0;
      while (done < plain.length) {
        int got = inflater.inflate(plain, done, plain.length - done);
        if (got == 0) {
          throw wrong(entry.name() + " ends before its promised length");
        }
        done += got;
      }
      if (inflater.inflate(new byte[1]) != 0) {
        throw wrong(entry.name() + " goes on after its promised length");
      }
      return plain;
    } catch (DataFormatException e) {
      throw new FormatException(file + ": " + entry.name() + " is damaged: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private ZipDirectory.Entry entry(String name) {
    ZipDirectory.Entry entry = entries.get(name);
    if (entry == null) {
      throw wrong("has no entry " + name + "; was it cut off or packed again without it?");
    }
    return entry;
  }

  private FormatException wrong(String what) {
    return new FormatException(file + ": " + what);
  }

  /** A piece of a file, little-endian. */
  static ByteBuffer bytes(String where, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new FormatException(where + ": ends within what it promised; was it cut off?");
      }
    }
    return buffer.flip();
  }
}
