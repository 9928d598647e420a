package dev.progloss.run.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Counts and sums what goes through it. */
final class Tally extends FilterOutputStream {

  private final CRC32C sum = new CRC32C();
  private long bytes;

  Tally(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    sum.update(value);
    bytes++;
  }

  @Override
  public void write(byte[] values, int from, int length) throws IOException {
    out.write(values, from, length);
    sum.update(values, from, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }

  int crc32c() {
    return (int) sum.getValue();
  }
}
