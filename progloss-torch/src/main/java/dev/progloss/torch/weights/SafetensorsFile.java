package dev.progloss.torch.weights;

import dev.progloss.core.error.DataException;
import dev.progloss.core.error.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Named tensors in a file of the safetensors format: eight bytes of header length, a JSON header,
 * raw little-endian data. Opening validates the whole header before anything is allocated, and
 * reads the file once from end to end where it has a checksum, as every file that we write.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class SafetensorsFile {

  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final Path file;
  private final long dataStart;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path file, long dataStart, SafetensorsHeader header) {
    this.file = file;
    this.dataStart = dataStart;
    this.header = header;
  }

  /**
   * Opens a file and checks its header, and every byte of it where it has a checksum.
   *
   * @throws FormatException if it is missing, cut short, damaged, or not of this format
   * @throws DataException if the disk does not give it
   */
  public static SafetensorsFile open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < 8) {
        throw new FormatException(
            file + ": a safetensors file has at least 8 bytes, got " + size + "; was it cut off?");
      }
      long headerBytes = readFully(file, channel, 0, 8).getLong();
      if (headerBytes < 2 || headerBytes > Math.min(size - 8, MAX_HEADER_BYTES)) {
        throw new FormatException(
            file
                + ": header length "
                + Long.toUnsignedString(headerBytes)
                + " does not fit a file of "
                + size
                + " bytes; is this a safetensors file?");
      }
      byte[] json = readFully(file, channel, 8, (int) headerBytes).array();
      long dataStart = 8 + headerBytes;
      SafetensorsHeader header = SafetensorsHeader.parse(file, json, size - dataStart);
      FileChecksum.verify(file, channel, json, header.metadata());
      return new SafetensorsFile(file, dataStart, header);
    } catch (NoSuchFileException e) {
      throw new FormatException(file + ": no such file", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The names, in the order of the header. */
  public List<String> names() {
    return List.copyOf(header.entries().keySet());
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return header.entries().containsKey(name);
  }

  /** The writer's own words; not the checksum. */
  public Map<String, String> metadata() {
    Map<String, String> words = new LinkedHashMap<>(header.metadata());
    words.remove(FileChecksum.SUM);
    words.remove(FileChecksum.KIND);
    return Collections.unmodifiableMap(words);
  }

  /** The shape of a tensor, without reading it. */
  public long[] shape(String name) {
    return entry(name).shapeArray();
  }

  /** The kind of numbers of a tensor, without reading it. */
  public ElementType type(String name) {
    return entry(name).type();
  }

  /** One tensor, read now, in its own type; scoped. */
  public Tensor read(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, entry);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All tensors in the order of the header; scoped. */
  public Map<String, Tensor> readAll() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (Map.Entry<String, SafetensorsHeader.Entry> e : header.entries().entrySet()) {
        tensors.put(e.getKey(), read(channel, e.getValue()));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return tensors;
  }

  private Tensor read(FileChannel channel, SafetensorsHeader.Entry entry) throws IOException {
    int bytes = Math.toIntExact(entry.end() - entry.begin());
    byte[] data = readFully(file, channel, dataStart + entry.begin(), bytes).array();
    return entry.type().tensor(entry.shapeArray(), data);
  }

  private static DataException unreadable(Path file, IOException e) {
    return new DataException(file + ": cannot be read: " + e, e);
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new FormatException(file + ": there is no tensor named " + name);
    }
    return entry;
  }

  private static ByteBuffer readFully(Path file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      int got = channel.read(buffer, position + buffer.position());
      if (got < 0) {
        throw new FormatException(
            file
                + ": ends at byte "
                + (position + buffer.position())
                + ", within what it promised");
      }
    }
    return buffer.flip();
  }
}
