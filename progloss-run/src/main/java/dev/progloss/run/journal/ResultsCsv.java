package dev.progloss.run.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table with one row an evaluated epoch, for scripts that expect one. Columns are fixed by the
 * first row.
 */
public record ResultsCsv(Path file) {

  /** Appends a row; writes the header first if the file is new. */
  public void append(Map<String, Double> row) {
    try {
      if (!Files.exists(file)) {
        write(String.join(",", row.keySet()));
      }
      write(row.values().stream().map(ResultsCsv::text).collect(Collectors.joining(",")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private void write(String line) throws IOException {
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
