package dev.progloss.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a file or an array by position, so that a header can be followed without reading the
 * whole file. Not for sharing between threads.
 */
final class ByteSource implements AutoCloseable {

  private static final int WINDOW_BYTES = 4096;

  private final @Nullable SeekableByteChannel channel;
  private final long length;
  private final byte[] window;
  private long windowStart;
  private int windowLength;

  private ByteSource(
      @Nullable SeekableByteChannel channel, long length, byte[] window, int windowLength) {
    this.channel = channel;
    this.length = length;
    this.window = window;
    this.windowLength = windowLength;
  }

  static ByteSource open(Path file) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    return new ByteSource(channel, channel.size(), new byte[WINDOW_BYTES], 0);
  }

  static ByteSource of(byte[] bytes) {
    return new ByteSource(null, bytes.length, bytes, bytes.length);
  }

  long length() {
    return length;
  }

  /** The byte at a position as 0..255, or -1 outside the file. */
  int at(long position) throws IOException {
    if (position < 0 || position >= length) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + windowLength) {
      load(position);
      if (windowLength == 0) {
        return -1;
      }
    }
    return window[(int) (position - windowStart)] & 0xFF;
  }

  /** A number of up to 4 bytes, or -1 if it does not lie wholly inside the file. */
  long number(long position, int bytes, boolean bigEndian) throws IOException {
    if (position < 0 || position > length - bytes) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | at(position + (bigEndian ? i : bytes - 1 - i));
    }
    return value;
  }

  /** Whether these characters, taken as bytes, stand at the position. */
  boolean hasText(long position, String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (at(position + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void load(long position) throws IOException {
    if (channel == null) {
      throw new IllegalStateException("an array is always wholly loaded");
    }
    channel.position(position);
    ByteBuffer buffer = ByteBuffer.wrap(window);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // until the window is full or the file ends
    }
    windowStart = position;
    windowLength = buffer.position();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
