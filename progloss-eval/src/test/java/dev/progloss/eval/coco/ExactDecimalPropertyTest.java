package dev.progloss.eval.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class ExactDecimalPropertyTest {

  private static void same(String number) throws UnusualJsonException {
    byte[] text = (number + "\0").getBytes(StandardCharsets.ISO_8859_1);
    double value = new JsonBytes(text, 0).number();
    assertThat(Double.doubleToRawLongBits(value))
        .as(number)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
  }

  @Property(tries = 3000)
  void number_digitsAndExponent_hasTheBitsOfParseDouble(
      @ForAll @LongRange(min = 0) long digits,
      @ForAll @IntRange(min = -345, max = 310) int exponent)
      throws UnusualJsonException {
    same(digits + "e" + exponent);
    same(digits + "e" + exponent % 28);
    same("0." + digits);
    same("-" + digits / 1000 + "." + digits % 1000 + "E+3");
  }

  @Property(tries = 3000)
  void number_anyDoubleAsText_comesBack(@ForAll double value) throws UnusualJsonException {
    same(Double.toString(value).replace("E", "e"));
    same(Double.toString((float) Math.abs(Math.sin(value))));
  }

  /** Halfway between two doubles exactly, and one digit beside: 2^53 + 1 and its kin. */
  @Property(tries = 1000)
  void number_tiesAndTheirNeighbours_areRoundedToEven(
      @ForAll @LongRange(min = 1L << 52, max = (1L << 53) - 1) long mantissa,
      @ForAll @IntRange(min = 1, max = 9) int shift)
      throws UnusualJsonException {
    long half = (2 * mantissa + 1) << shift;
    for (long beside = -1; beside <= 1; beside++) {
      same(Long.toString(half + beside));
      same((half + beside) + ".0");
      same((half + beside) + "e-3");
      same((half + beside) + "e20");
    }
    same((2 * mantissa + 1) + "e-1");
    same((10 * mantissa + 5) + "e-1");
  }

  @Example
  void number_corners_haveTheBitsOfParseDouble() throws UnusualJsonException {
    String[] corners = {
      "0.0",
      "-0.0",
      "0e0",
      "1e22",
      "1e23",
      "9007199254740993",
      "9007199254740993.0",
      "9223372036854775807",
      "9223372036854775808",
      "18446744073709551616",
      "1e-400",
      "1e400",
      "4.9e-324",
      "2.4703282292062327e-324",
      "2.2250738585072011e-308",
      "1.7976931348623159e308",
      "0.29999999999999998889776975",
      "123456789012345678901234567890e-20",
      "0.000000000000000001"
    };
    for (String corner : corners) {
      same(corner);
    }
  }

  @Example
  void number_minusZeroWithoutPoint_isZero() throws UnusualJsonException {
    // The reference reads -0 as a whole number, and whole numbers have one zero.
    double value = new JsonBytes("-0\0".getBytes(StandardCharsets.US_ASCII), 0).number();
    assertThat(Double.doubleToRawLongBits(value)).isZero();
  }
}
