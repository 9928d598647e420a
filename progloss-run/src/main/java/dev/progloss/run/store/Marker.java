package dev.progloss.run.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What says that the file of a generation is complete. One line of JSON in exactly one form:
 * anything else was damaged.
 *
 * @param file name of the file
 * @param number place of the generation in the order of writing
 * @param bytes length of the file
 * @param crc32c CRC-32C of the file
 */
record Marker(String file, long number, long bytes, int crc32c) {

  private static final String FORM =
      "{\"format\":\"progloss.generation\",\"format_version\":\"1\",\"file\":\"FILE\","
          + "\"number\":NUMBER,\"bytes\":BYTES,\"crc32c\":\"SUM\",\"marker_crc32c\":\"OWN\"}\n";
  private static final Pattern PATTERN =
      Pattern.compile(
          FORM.replace(".", "\\.")
              .replace("{", "\\{")
              .replace("}", "\\}")
              .replace("FILE", "([a-z0-9.-]+)")
              .replace("NUMBER", "([1-9][0-9]{0,17})")
              .replace("BYTES", "(0|[1-9][0-9]{0,17})")
              .replace("SUM", "([0-9a-f]{8})")
              .replace("OWN", "[0-9a-f]{8}"));
  private static final int MOST_BYTES = 1000;

  byte[] text() {
    String open =
        FORM.replace("FILE", file)
            .replace("NUMBER", Long.toString(number))
            .replace("BYTES", Long.toString(bytes))
            .replace("SUM", hex(crc32c));
    CRC32C own = new CRC32C();
    own.update(open.replace("OWN", hex(0)).getBytes(StandardCharsets.US_ASCII));
    return open.replace("OWN", hex((int) own.getValue())).getBytes(StandardCharsets.US_ASCII);
  }

  /** Empty where it is not whole. */
  static Optional<Marker> read(Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    Matcher form = PATTERN.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!form.matches()) {
      return Optional.empty();
    }
    Marker marker =
        new Marker(
            form.group(1),
            Long.parseLong(form.group(2)),
            Long.parseLong(form.group(3)),
            HexFormat.fromHexDigits(form.group(4)));
    return Arrays.equals(marker.text(), bytes) ? Optional.of(marker) : Optional.empty();
  }

  /** Whether name and length are those that this speaks of. */
  boolean isAbout(Path path) throws IOException {
    return file.equals(path.getFileName().toString())
        && Files.isRegularFile(path)
        && Files.size(path) == bytes;
  }

  /** Why a file is not the one that this speaks of; empty if it is. Reads all of it. */
  Optional<String> mismatch(Path path) throws IOException {
    if (!file.equals(path.getFileName().toString())) {
      return Optional.of("its marker is that of " + file);
    }
    long size = Files.size(path);
    if (size != bytes) {
      return Optional.of("it has " + size + " bytes, its marker says " + bytes);
    }
    int got = checksum(path);
    return got == crc32c
        ? Optional.empty()
        : Optional.of(
            "it was damaged: its checksum is " + hex(got) + ", its marker says " + hex(crc32c));
  }

  private static int checksum(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path);
        Tally tally = new Tally(OutputStream.nullOutputStream())) {
      in.transferTo(tally);
      return tally.crc32c();
    }
  }

  private static String hex(int crc32c) {
    return HexFormat.of().toHexDigits(crc32c);
  }
}
