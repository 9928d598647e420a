package dev.progloss.eval.coco;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The double nearest to digits times a power of ten, ties to even: the same bits as {@link
 * Double#parseDouble}, several times faster for the numbers that detectors write.
 *
 * <p>Up to 15 digits and small powers are exact in doubles, and one operation on exact numbers is
 * rounded rightly. Others are multiplied with 128 bits of the power of five, which decides all
 * cases in this range of powers but for ties, and those are seen.
 *
 * @see <a href="https://doi.org/10.1145/93542.93557">Clinger, How to read floating point numbers
 *     accurately, 1990</a>
 * @see <a href="https://arxiv.org/abs/2101.11408">Lemire, Number parsing at a gigabyte per second,
 *     2021</a>
 */
final class ExactDecimal {

  private static final double[] TENS = tens();
  private static final int LEAST = -27;
  private static final int MOST = 55;
  private static final long[] FIVES_HIGH = new long[MOST - LEAST + 1];
  private static final long[] FIVES_LOW = new long[MOST - LEAST + 1];
  private static final long EXACT = 1L << 53;

  static {
    for (int q = LEAST; q <= MOST; q++) {
      BigInteger bits = five(q);
      FIVES_HIGH[q - LEAST] = bits.shiftRight(64).longValue();
      FIVES_LOW[q - LEAST] = bits.longValue();
    }
  }

  private ExactDecimal() {}

  /** Leading 128 bits of a power of five; a negative power is rounded up. */
  private static BigInteger five(int q) {
    BigInteger power = BigInteger.valueOf(5).pow(Math.abs(q));
    if (q >= 0) {
      int shift = 128 - power.bitLength();
      return shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
    }
    int bits = power.bitLength() + 127; // so that the quotient has 128 bits
    return BigInteger.ONE.shiftLeft(bits).divide(power).add(BigInteger.ONE);
  }

  private static double[] tens() {
    double[] tens = new double[23];
    tens[0] = 1;
    for (int i = 1; i < tens.length; i++) {
      tens[i] = 10 * tens[i - 1]; // exact up to 10^22
    }
    return tens;
  }

  /**
   * The double nearest to {@code digits * 10^exponent}.
   *
   * @param digits at least 0
   * @param text where the number stands, in full, without a sign
   */
  static double of(long digits, int exponent, byte[] text, int from, int length) {
    if (digits <= EXACT && exponent <= 0 && exponent >= -22) {
      return digits / TENS[-exponent];
    }
    if (digits <= EXACT && exponent > 0 && exponent <= 22) {
      return digits * TENS[exponent];
    }
    if (digits != 0 && exponent >= LEAST && exponent <= MOST) {
      return product(digits, exponent);
    }
    return slowly(text, from, length);
  }

  static double slowly(byte[] text, int from, int length) {
    return Double.parseDouble(new String(text, from, length, StandardCharsets.ISO_8859_1));
  }

  private static double product(long digits, int q) {
    int zeros = Long.numberOfLeadingZeros(digits);
    long w = digits << zeros;
    long five = FIVES_HIGH[q - LEAST];
    long low = w * five;
    long high = unsignedHigh(w, five);
    if ((high & 0x1FF)
        == 0x1FF) { // the lower half of the power could carry into the bits that count
      long more = unsignedHigh(w, FIVES_LOW[q - LEAST]);
      low += more;
      if (Long.compareUnsigned(more, low) > 0) {
        high++;
      }
    }
    int top = (int) (high >>> 63);
    int shift = top + 64 - 52 - 3;
    long mantissa = high >>> shift;
    int power = ((217706 * q) >> 16) + 63 + top - zeros + 1023; // 217706 / 2^16: log2 of 10
    boolean maybeTie = Long.compareUnsigned(low, 1) <= 0 && q >= -4 && q <= 23;
    if (maybeTie && (mantissa & 3) == 1 && (mantissa << shift) == high) {
      mantissa &= ~1L; // a tie: down to even
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    if (mantissa >= 2L << 52) {
      mantissa = 1L << 52;
      power++;
    }
    return Double.longBitsToDouble(((long) power << 52) | (mantissa & ~(1L << 52)));
  }

  /** The upper 64 bits of an unsigned product; Java 18 has it built in. */
  private static long unsignedHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
