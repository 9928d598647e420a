package dev.progloss.data.image;

/** A Huffman table as a JPEG stores it, decoded bit by bit (ITU T.81, F.2.2.3). */
final class JpegHuffmanTable {

  private static final int LONGEST_CODE = 16;

  private final int[] counts;
  private final byte[] values;

  private JpegHuffmanTable(int[] counts, byte[] values) {
    this.counts = counts;
    this.values = values;
  }

  /** Reads sixteen counts and then the values. */
  static JpegHuffmanTable read(byte[] bytes, int at) {
    int[] counts = new int[LONGEST_CODE];
    int size = 0;
    for (int i = 0; i < LONGEST_CODE; i++) {
      counts[i] = bytes[at + i] & 0xFF;
      size += counts[i];
    }
    byte[] values = new byte[size];
    System.arraycopy(bytes, at + LONGEST_CODE, values, 0, size);
    return new JpegHuffmanTable(counts, values);
  }

  /** How many values there are. */
  int size() {
    return values.length;
  }

  /** The next value, or -1 if no code fits. */
  int decode(JpegBits bits) {
    int code = 0;
    int first = 0;
    int index = 0;
    for (int length = 0; length < LONGEST_CODE; length++) {
      code |= bits.next();
      int offset = code - first;
      if (offset < counts[length]) {
        return values[index + offset] & 0xFF;
      }
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    return -1;
  }
}
