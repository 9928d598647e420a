package dev.progloss.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes inputs: bits, bytes and numbers, pieces taken out, doubled, moved, repeated or taken from
 * another input, words of the format put in. The same seed gives the same inputs.
 */
final class Mutator {

  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_STEPS = 6;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967296",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551616",
          "1e308",
          "1e309",
          "-1e400",
          "1e-400",
          "1E999999999",
          "0.1",
          "NaN",
          "Infinity",
          "00",
          "1.",
          ".5",
          "0x10",
          "1_000",
          "");

  private final List<byte[]> seeds;
  private final List<byte[]> words;
  private final Random random;

  Mutator(List<byte[]> seeds, List<byte[]> words, long seed) {
    this.seeds = List.copyOf(seeds);
    this.words = List.copyOf(words);
    this.random = new Random(seed);
  }

  /** The next input. */
  byte[] next() {
    byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
    int most = random.nextBoolean() ? 1 : MOST_STEPS; // what is hardly changed gets further
    for (int steps = 1 + random.nextInt(most); steps > 0; steps--) {
      input = changed(input);
    }
    return input.length > MOST_BYTES ? Arrays.copyOf(input, MOST_BYTES) : input;
  }

  private byte[] changed(byte[] input) {
    if (input.length == 0) {
      return word();
    }
    int at = random.nextInt(input.length);
    return switch (random.nextInt(12)) {
      case 0 -> flipped(input, at);
      case 1 -> withByte(input, at, random.nextInt(256));
      case 2 -> withByte(input, at, interestingByte());
      case 3 -> withWhole(input, at);
      case 4 -> replaced(input, at, piece(input, at), new byte[0]);
      case 5 -> replaced(input, at, 0, word());
      case 6 -> replaced(input, at, piece(input, at), word());
      case 7 -> withNumber(input, at);
      case 8 -> replaced(input, at, 0, part(input));
      case 9 -> replaced(input, at, 0, part(seeds.get(random.nextInt(seeds.size()))));
      case 10 -> repeated(input, at);
      default -> random.nextInt(4) > 0 ? withNumber(input, at) : Arrays.copyOf(input, at);
    };
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size()));
  }

  private byte[] flipped(byte[] input, int at) {
    return withByte(input, at, input[at] ^ (1 << random.nextInt(8)));
  }

  private static byte[] withByte(byte[] input, int at, int value) {
    input[at] = (byte) value;
    return input;
  }

  private int interestingByte() {
    int[] bytes = {
      0, 1, 0x7f, 0x80, 0xff, '\n', '\r', ' ', '"', '\\', '{', '}', '[', ']', ',', ':'
    };
    return bytes[random.nextInt(bytes.length)];
  }

  /** A whole number of 2, 4 or 8 bytes, either way round. */
  private byte[] withWhole(byte[] input, int at) {
    long[] values = {
      0,
      1,
      -1,
      0x7fff,
      0x8000,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      1L << 32,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      input.length,
      input.length - at
    };
    long value = values[random.nextInt(values.length)] + random.nextInt(3) - 1;
    int width = 2 << random.nextInt(3);
    boolean isBig = random.nextBoolean();
    for (int i = 0; i < width && at + i < input.length; i++) {
      input[at + i] = (byte) (value >> (8 * (isBig ? width - 1 - i : i)));
    }
    return input;
  }

  /** Another number in place of the next digits. */
  private byte[] withNumber(byte[] input, int from) {
    int start = from;
    while (start < input.length && !isDigit(input[start])) {
      start++;
    }
    int end = start;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return replaced(input, start, end - start, Target.utf8(number));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private int piece(byte[] input, int at) {
    int most = random.nextInt(4) == 0 ? input.length : 16;
    return Math.min(input.length - at, 1 + random.nextInt(most));
  }

  private byte[] part(byte[] of) {
    if (of.length == 0) {
      return of;
    }
    int at = random.nextInt(of.length);
    return Arrays.copyOfRange(of, at, at + piece(of, at));
  }

  private byte[] repeated(byte[] input, int at) {
    byte[] piece = Arrays.copyOfRange(input, at, at + piece(input, at));
    int most = Math.min(MOST_BYTES / piece.length, random.nextInt(8) == 0 ? 2000 : 20);
    int times = 1 + random.nextInt(Math.max(1, most));
    byte[] many = new byte[piece.length * times];
    for (int i = 0; i < many.length; i++) {
      many[i] = piece[i % piece.length];
    }
    return replaced(input, at, 0, many);
  }

  private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
    byte[] output = new byte[input.length - length + by.length];
    System.arraycopy(input, 0, output, 0, at);
    System.arraycopy(by, 0, output, at, by.length);
    System.arraycopy(input, at + length, output, at + by.length, input.length - at - length);
    return output;
  }
}
