package dev.progloss.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * An input of about 1 MiB that is made to be slow to read or large in memory.
 *
 * @param input makes it
 */
record WorstCase(Target target, String name, Supplier<byte[]> input) {

  private static final int LENGTH = 1 << 20;
  private static final String ONE_SIGN = "nothing but ";

  @Override
  public String toString() {
    return target.key() + ": " + name;
  }

  /** Whether it knows its format; others repeat one sign, whatever reads them. */
  boolean isMadeForItsReader() {
    return !name.startsWith(ONE_SIGN);
  }

  /** All there are. */
  static List<WorstCase> all() {
    List<WorstCase> cases = new ArrayList<>();
    for (Target target : Target.values()) {
      for (String piece :
          List.of("[", "{\"a\":", "7", " ", "\n", "\"", "a", "\0", "\u00e9", "- ")) {
        cases.add(of(target, ONE_SIGN + shown(piece), "", piece, ""));
      }
    }
    cases.addAll(WorstTexts.all());
    cases.addAll(binaries());
    return cases;
  }

  private static String shown(String piece) {
    return piece.replace("\n", "\\n").replace("\0", "\\0").replace("\"", "quote");
  }

  /** A beginning, so many pieces that the length is reached, an end. */
  static WorstCase of(Target target, String name, String head, String piece, String tail) {
    int times = (LENGTH - head.length() - tail.length()) / Target.utf8(piece).length;
    return new WorstCase(target, name, () -> Target.utf8(head + piece.repeat(times) + tail));
  }

  /** The same with numbered pieces. */
  static WorstCase numbered(
      Target target, String name, String head, IntFunction<String> piece, String tail) {
    return new WorstCase(
        target,
        name,
        () -> {
          StringBuilder text = new StringBuilder(head);
          for (int i = 0; text.length() < LENGTH - tail.length() - 100; i++) {
            text.append(piece.apply(i));
          }
          return Target.utf8(text.append(tail).toString());
        });
  }

  private static List<WorstCase> binaries() {
    List<WorstCase> cases = new ArrayList<>();
    int[][] pickles = {
      {']'},
      {'}'},
      {')'},
      {'N'},
      {0x8f},
      {'N', 0x94},
      {'K', 99},
      {')', 0x85},
      {'N', 0x85, 0x85, 0x85},
      {'(', 't'},
      {'(', 0x91},
      {']', 'N', 'a'},
      {'}', 'N', 'N', 's'},
      {0x8c, 0},
      {'N', 'Q'},
      {'N', ')', 'R'},
      {'N', ')', 'R', 'N', 'N', 's'},
      {'c', 10, 10},
      {0x8a, 0},
      {'C', 0},
      {'('},
      {'G', 1, 2, 3, 4, 5, 6, 7, 8}
    };
    for (int[] piece : pickles) {
      cases.add(pickle("pickle of " + hex(piece), piece));
    }
    cases.add(pickleOfOne("one list of many", "](", "N", "e."));
    cases.add(pickleOfOne("one dictionary of many", "}(", "\u008c\1aN", "u."));
    cases.add(new WorstCase(Target.CHECKPOINT_PICKLE, "shared tree", WorstCase::sharedTree));
    cases.add(scans("many scans of nothing", new int[] {0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0}));
    cases.add(scans("components without samples", new int[] {0xff, 0xda, 0, 8, 1, 2, 0, 0, 63, 0}));
    cases.add(scans("markers", new int[] {0xff, 0xe0, 0, 2}));
    cases.add(scans("fill bytes", new int[] {0xff}));
    cases.add(
        scans(
            "exif everywhere",
            new int[] {
              0xff, 0xe1, 0, 40, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0xff, 0xff
            }));
    cases.add(new WorstCase(Target.IMAGE_PIXELS, "chunks of nothing", WorstCase::chunks));
    cases.add(new WorstCase(Target.PIXEL_CHECKS, "chunks of nothing", WorstCase::chunks));
    cases.add(new WorstCase(Target.IMAGE_HEADER, "chunks of nothing", WorstCase::chunks));
    return cases;
  }

  private static String hex(int[] piece) {
    StringBuilder text = new StringBuilder();
    for (int b : piece) {
      text.append(Integer.toHexString(b)).append(' ');
    }
    return text.toString().strip();
  }

  private static WorstCase pickle(String name, int... piece) {
    return new WorstCase(
        Target.CHECKPOINT_PICKLE,
        name,
        () -> {
          byte[] bytes = new byte[LENGTH];
          bytes[0] = (byte) 0x80;
          bytes[1] = 2;
          bytes[2] = 'N';
          for (int i = 3; i < LENGTH; i++) {
            bytes[i] = (byte) piece[(i - 3) % piece.length];
          }
          bytes[LENGTH - 1] = '.';
          return bytes;
        });
  }

  private static WorstCase pickleOfOne(String name, String head, String piece, String tail) {
    return new WorstCase(
        Target.CHECKPOINT_PICKLE,
        name,
        () ->
            ("\u0080\2" + head + piece.repeat(LENGTH / piece.length()) + tail)
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  /** Each level holds the one below it twice: written out, 2^16 names of 900 letters. */
  private static byte[] sharedTree() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 4});
    out.writeBytes(Target.utf8("ctorch._utils\n_rebuild_qtensor\n)R"));
    out.write(0x94);
    for (int level = 0; level < 18; level++) {
      out.write('}');
      for (String side : List.of("l", "r")) {
        byte[] key = Target.utf8(side.repeat(50));
        out.writeBytes(new byte[] {(byte) 0x8c, (byte) key.length});
        out.writeBytes(key);
        out.writeBytes(new byte[] {'h', (byte) level, 's'});
      }
      out.write(0x94);
    }
    out.write('.');
    return out.toByteArray();
  }

  private static WorstCase scans(String name, int[] piece) {
    return new WorstCase(
        Target.PIXEL_CHECKS,
        name,
        () -> {
          // Two components, the second without samples, 65535 x 65535 pixels, and no tables.
          int[] head = {
            0xff, 0xd8, 0xff, 0xc0, 0, 14, 8, 0xff, 0xff, 0xff, 0xff, 2, 1, 0x11, 0, 2, 0, 0
          };
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          for (int b : head) {
            out.write(b);
          }
          while (out.size() < LENGTH) {
            for (int b : piece) {
              out.write(b);
            }
          }
          return out.toByteArray();
        });
  }

  private static byte[] chunks() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.BIG_ENDIAN);
    bytes.putLong(0x89504e470d0a1a0aL).putInt(13).put(Target.utf8("IHDR"));
    bytes.putInt(16).putInt(16).put(new byte[] {8, 2, 0, 0, 0}).putInt(0x9091681b ^ 0);
    while (bytes.remaining() >= 12) {
      bytes.putInt(0).put(Target.utf8("aaaa")).putInt(0);
    }
    return bytes.array();
  }
}
