package dev.progloss.eval.coco;

import java.nio.charset.StandardCharsets;

/**
 * Walks JSON text in a byte array that ends with a zero byte, and refuses whatever it is not sure
 * of: what it accepts, {@link JsonRows} accepts with the same values.
 *
 * <p>The zero byte is no part of any JSON text. So no step needs to ask whether the end is reached:
 * the zero fits nothing.
 */
final class JsonBytes {

  private static final int MOST_DEPTH = 200;
  private static final int LONGEST_TEXT = 20_000;
  private static final int LONGEST_NUMBER = 200;
  private static final long FULL = Long.MAX_VALUE / 10 - 1;

  private final byte[] data;
  private int at;
  private boolean ascii = true;
  private boolean whole; // whether the last number had neither fraction nor exponent

  JsonBytes(byte[] data, int from) {
    this.data = data;
    this.at = from;
  }

  int at() {
    return at;
  }

  /** Whether all texts so far were ASCII; if not, somebody must check that they are UTF-8. */
  boolean ascii() {
    return ascii;
  }

  /** The next byte that is no white space; it is not consumed. */
  byte peek() {
    byte next = data[at];
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      next = data[++at];
    }
    return next;
  }

  void expect(char wanted) throws UnusualJsonException {
    if (peek() != wanted) {
      throw new UnusualJsonException();
    }
    at++;
  }

  /** Consumes the next byte if it is this one. */
  boolean accept(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  /**
   * Consumes what separates the members of a list or an object.
   *
   * @return whether another follows; otherwise the closing byte is consumed
   */
  boolean another(char closing) throws UnusualJsonException {
    byte next = peek();
    at++;
    if (next == ',') {
      return true;
    }
    if (next == closing) {
      return false;
    }
    throw new UnusualJsonException();
  }

  /** Consumes a text; {@link #text} speaks of it, from its first byte. */
  int skipText() throws UnusualJsonException {
    expect('"');
    int from = at;
    byte next = data[at];
    while (next != '"') {
      if (next == '\\') {
        skipEscape();
      } else if (next < ' ') {
        if (next >= 0) {
          throw new UnusualJsonException();
        }
        ascii = false;
      }
      next = data[++at];
    }
    if (at - from > LONGEST_TEXT) {
      throw new UnusualJsonException();
    }
    at++;
    return from;
  }

  private void skipEscape() throws UnusualJsonException {
    byte escaped = data[++at];
    if (escaped == 'u') {
      for (int i = 0; i < 4; i++) {
        byte digit = data[++at];
        boolean hex =
            (digit >= '0' && digit <= '9')
                || (digit >= 'a' && digit <= 'f')
                || (digit >= 'A' && digit <= 'F');
        if (!hex) {
          throw new UnusualJsonException();
        }
      }
    } else if ("\"\\/bfnrt".indexOf(escaped) < 0) {
      throw new UnusualJsonException();
    }
  }

  /**
   * Consumes a key and its colon.
   *
   * @return where in {@code keys} it is, or -1; a key with an escape is not looked at more closely
   */
  int key(byte[][] keys) throws UnusualJsonException {
    int from = skipText();
    int length = at - 1 - from;
    expect(':');
    for (int k = 0; k < keys.length; k++) {
      if (keys[k].length == length && equal(keys[k], from)) {
        return k;
      }
    }
    for (int i = 0; i < length; i++) {
      if (data[from + i] == '\\') {
        throw new UnusualJsonException();
      }
    }
    return -1;
  }

  private boolean equal(byte[] wanted, int from) {
    for (int i = wanted.length - 1; i >= 0; i--) { // from the end: image_id and category_id differ
      if (data[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Consumes a text without escapes and returns it. */
  String text() throws UnusualJsonException {
    int from = skipText();
    for (int i = from; i < at - 1; i++) {
      if (data[i] == '\\') {
        throw new UnusualJsonException();
      }
    }
    return new String(data, from, at - 1 - from, StandardCharsets.UTF_8);
  }

  /** Consumes a number. */
  double number() throws UnusualJsonException {
    boolean negative = accept('-');
    int from = at;
    long digits = integer();
    int exponent = 0;
    whole = true;
    if (data[at] == '.') {
      whole = false;
      int point = ++at;
      digits = digits(digits);
      exponent = point - at;
      if (exponent == 0) {
        throw new UnusualJsonException();
      }
    }
    if ((data[at] | ' ') == 'e') {
      whole = false;
      exponent += exponent();
    }
    if (at - from > LONGEST_NUMBER) {
      throw new UnusualJsonException();
    }
    double value =
        digits < 0
            ? ExactDecimal.slowly(data, from, at - from)
            : ExactDecimal.of(digits, exponent, data, from, at - from);
    return negative && !(whole && value == 0) ? -value : value; // the integer -0 is 0
  }

  private long integer() throws UnusualJsonException {
    byte first = data[at];
    if (first == '0') {
      at++;
      if (isDigit(data[at])) {
        throw new UnusualJsonException();
      }
      return 0;
    }
    if (!isDigit(first)) {
      throw new UnusualJsonException();
    }
    return digits(0);
  }

  /** Digits from here on after those before; negative when they are too many for a long. */
  private long digits(long before) {
    long digits = before;
    byte next = data[at];
    while (isDigit(next)) {
      digits = digits < 0 || digits > FULL ? -1 : 10 * digits + next - '0';
      next = data[++at];
    }
    return digits;
  }

  private int exponent() throws UnusualJsonException {
    at++;
    byte sign = data[at];
    if (sign == '-' || sign == '+') {
      at++;
    }
    int from = at;
    long digits = digits(0);
    if (at == from || at - from > 5) {
      throw new UnusualJsonException();
    }
    return (int) (sign == '-' ? -digits : digits);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Consumes a whole number as {@link JsonRows#id} takes it: 2.0 is 2. */
  long id() throws UnusualJsonException {
    double value = number();
    if (value != Math.rint(value) || Math.abs(value) >= 0x1.0p53) {
      throw new UnusualJsonException();
    }
    return (long) value;
  }

  /** Consumes a list of exactly four numbers. */
  void four(double[] into) throws UnusualJsonException {
    expect('[');
    for (int i = 0; i < 4; i++) {
      peek();
      into[i] = number();
      expect(i < 3 ? ',' : ']');
    }
  }

  /** Consumes true or false, or a whole number that says so by not being 0. */
  boolean flag() throws UnusualJsonException {
    byte next = peek();
    if (next != 't' && next != 'f') {
      return id() != 0;
    }
    word(next == 't' ? "true" : "false");
    return next == 't';
  }

  private void word(String word) throws UnusualJsonException {
    for (int i = 0; i < word.length(); i++) {
      if (data[at++] != word.charAt(i)) {
        throw new UnusualJsonException();
      }
    }
  }

  /** Consumes any value and checks its form. */
  void skip(int depth) throws UnusualJsonException {
    if (depth > MOST_DEPTH) {
      throw new UnusualJsonException();
    }
    switch (peek()) {
      case '"' -> skipText();
      case '{' -> skipObject(depth);
      case '[' -> skipList(depth);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> skipNumber();
    }
  }

  private void skipObject(int depth) throws UnusualJsonException {
    at++;
    if (accept('}')) {
      return;
    }
    do {
      skipText();
      expect(':');
      skip(depth + 1);
    } while (another('}'));
  }

  private void skipList(int depth) throws UnusualJsonException {
    at++;
    if (accept(']')) {
      return;
    }
    do {
      skip(depth + 1);
    } while (another(']'));
  }

  private void skipNumber() throws UnusualJsonException {
    int from = at;
    if (data[at] == '-') {
      at++;
    }
    integer();
    if (data[at] == '.') {
      int point = ++at;
      digits(0);
      if (at == point) {
        throw new UnusualJsonException();
      }
    }
    if ((data[at] | ' ') == 'e') {
      exponent();
    }
    if (at - from > LONGEST_NUMBER) {
      throw new UnusualJsonException();
    }
  }
}
