package dev.progloss.bench.coco;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the rows of a COCO list one by one, so that no set need fit in memory. */
final class RowText implements AutoCloseable {

  private final Writer out;
  private String separator = "";

  private RowText(Writer out) {
    this.out = out;
  }

  static RowText create(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new RowText(new BufferedWriter(Files.newBufferedWriter(file), 1 << 16));
  }

  /** Writes text as it is; the next row is the first of a list again. */
  void raw(String text) throws IOException {
    out.write(text);
    separator = "";
  }

  void row(CharSequence row) throws IOException {
    out.append(separator).append(row);
    separator = ",\n";
  }

  /** Appends a number with so many decimals, as a rounding writer does: 12.30 is 12.3. */
  static void fixed(StringBuilder text, double value, int decimals) {
    long scale = Math.round(Math.pow(10, decimals));
    long scaled = Math.round(value * scale);
    text.append(scaled < 0 ? "-" : "").append(Math.abs(scaled) / scale).append('.');
    String fraction = Long.toString(Math.abs(scaled) % scale + scale).substring(1);
    int end = fraction.length();
    while (end > 1 && fraction.charAt(end - 1) == '0') {
      end--;
    }
    text.append(fraction, 0, end);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
