package dev.progloss.data.image;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Looks for damage in a PNG before a decoder meets it. */
final class PngCheck {

  private static final int SIGNATURE_BYTES = 8;
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private PngCheck() {}

  /** What is wrong with the chunks, or null: cut off, or a check sum of a needed chunk is wrong. */
  static @Nullable String chunkProblem(byte[] png) {
    int position = SIGNATURE_BYTES;
    CRC32 crc = new CRC32();
    while (true) {
      if (position > png.length - 12) {
        return "PNG ends early";
      }
      long length = four(png, position);
      if (length > png.length - 12L - position) {
        return "PNG ends early";
      }
      String type = new String(png, position + 4, 4, StandardCharsets.ISO_8859_1);
      // Chunks whose name starts with a capital are needed for the pixels, others are extras.
      if (Character.isUpperCase(type.charAt(0))) {
        crc.reset();
        crc.update(png, position + 4, (int) length + 4);
        if (crc.getValue() != four(png, position + 8 + (int) length)) {
          return "PNG check sum wrong in its " + type + " chunk";
        }
      }
      if (type.equals("IEND")) {
        return null;
      }
      position += 12 + (int) length;
    }
  }

  /** Whether the compressed data holds all the rows that the header promises; null if it does. */
  static @Nullable String dataProblem(byte[] png) {
    long wanted = bytesPromised(png);
    long got = 0;
    Inflater inflater = new Inflater();
    byte[] scratch = new byte[1 << 16];
    try {
      for (int at = SIGNATURE_BYTES; at <= png.length - 12 && got < wanted; ) {
        int length = (int) Math.min(four(png, at), png.length - 12L - at);
        if (new String(png, at + 4, 4, StandardCharsets.ISO_8859_1).equals("IDAT")) {
          inflater.setInput(png, at + 8, length);
          int step;
          do {
            step = inflater.inflate(scratch);
            got += step;
          } while (step > 0 && got < wanted);
        }
        at += 12 + length;
      }
    } catch (DataFormatException e) {
      return "PNG data damaged";
    } finally {
      inflater.end();
    }
    return got < wanted ? "PNG data ends early" : null;
  }

  private static long bytesPromised(byte[] png) {
    long width = four(png, 16);
    long height = four(png, 20);
    int channels =
        switch (png[25]) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    long bits = (long) channels * png[24];
    if (png[28] == 0) {
      return height * (1 + (width * bits + 7) / 8);
    }
    long total = 0;
    for (int[] pass : ADAM7) {
      long columns = (width - pass[0] + pass[2] - 1) / pass[2];
      long rows = (height - pass[1] + pass[3] - 1) / pass[3];
      total += columns > 0 && rows > 0 ? rows * (1 + (columns * bits + 7) / 8) : 0;
    }
    return total;
  }

  private static long four(byte[] bytes, int at) {
    return ((bytes[at] & 0xFFL) << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }
}
