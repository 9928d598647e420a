package dev.progloss.cli.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A picture of at most 256 colours as PNG (ISO/IEC 15948), its rows not filtered: the filters
 * predict brightness, and numbers of colours have none. ImageIO filters them all the same, which
 * makes charts a third larger.
 */
final class IndexedPng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] HEADER_END = {8, 3, 0, 0, 0}; // 8 bits, with palette, not interlaced
  private static final int AROUND = 12; // length, type and checksum of a chunk
  private static final int CHANNELS = 3;

  private IndexedPng() {}

  /**
   * The file.
   *
   * @param width in pixels
   * @param palette RGB, in the lowest 24 bits
   * @param indices of the palette, row by row
   */
  static byte[] of(int width, int[] palette, byte[] indices) {
    int height = indices.length / width;
    byte[] size = ByteBuffer.allocate(2 * Integer.BYTES).putInt(width).putInt(height).array();
    byte[] header = chunk("IHDR", joined(size, HEADER_END));
    byte[] colours = chunk("PLTE", colours(palette));
    byte[] rows = chunk("IDAT", deflated(rows(width, height, indices)));
    return joined(SIGNATURE, header, colours, rows, chunk("IEND"));
  }

  private static byte[] colours(int[] palette) {
    ByteBuffer colours = ByteBuffer.allocate(palette.length * CHANNELS);
    for (int colour : palette) {
      colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
    }
    return colours.array();
  }

  /** Each row after the number of its filter, 0. */
  private static byte[] rows(int width, int height, byte[] indices) {
    ByteBuffer rows = ByteBuffer.allocate((width + 1) * height);
    for (int y = 0; y < height; y++) {
      rows.put((byte) 0).put(indices, y * width, width);
    }
    return rows.array();
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] deflated = new byte[bytes.length + bytes.length / 8 + 64]; // more than the worst case
      return Arrays.copyOf(deflated, deflater.deflate(deflated));
    } finally {
      deflater.end();
    }
  }

  private static byte[] chunk(String type, byte... content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + AROUND);
    chunk.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), Integer.BYTES, content.length + Integer.BYTES);
    return chunk.putInt((int) checksum.getValue()).array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer joined =
        ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(joined::put);
    return joined.array();
  }
}
