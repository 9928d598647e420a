package dev.progloss.eval.coco;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A whole file in memory, followed by a zero byte. */
final class FileBytes {

  /** Larger files are read piece by piece, by the careful reader. */
  private static final long LARGEST = 1L << 30;

  private final byte[] data;

  private FileBytes(byte[] data) {
    this.data = data;
  }

  /** Reads a file; throws the reason when it cannot be read, or is too large for this machine. */
  static FileBytes read(Path file) throws IOException, UnusualJsonException {
    long size = Files.size(file);
    if (size > Math.min(LARGEST, Runtime.getRuntime().maxMemory() / 4)) {
      throw new UnusualJsonException();
    }
    byte[] data = new byte[(int) size + 1];
    try (InputStream in = Files.newInputStream(file)) {
      if (in.readNBytes(data, 0, data.length) != size) {
        throw new UnusualJsonException(); // it grows or shrinks, or is no ordinary file
      }
    }
    return new FileBytes(data);
  }

  byte[] data() {
    return data;
  }

  /** The number of bytes in the file; the byte at this place is zero. */
  int size() {
    return data.length - 1;
  }

  void requireUtf8() throws UnusualJsonException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, 0, size()));
    } catch (CharacterCodingException e) {
      throw new UnusualJsonException();
    }
  }
}
