package dev.progloss.data.format;

/** Words of a file, as messages quote them and as numbers. */
final class Words {

  private static final int LONGEST_QUOTE = 40;

  private Words() {}

  /** In guillemets, cut when long, with control characters made visible. */
  static String quoted(String word) {
    return '«' + bare(word) + '»';
  }

  /** The same without guillemets. */
  static String bare(String word) {
    StringBuilder text = new StringBuilder();
    int end = Math.min(word.length(), LONGEST_QUOTE);
    for (int i = 0; i < end; i++) {
      char c = word.charAt(i);
      text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return text.append(word.length() > end ? "…" : "").toString();
  }

  /**
   * A decimal number as Python, C and JSON tools all write it; NaN if the word is none, infinite if
   * it says so or is too large.
   */
  static double number(String word) {
    int start = !word.isEmpty() && (word.charAt(0) == '-' || word.charAt(0) == '+') ? 1 : 0;
    String bare = word.substring(start);
    if (bare.equalsIgnoreCase("inf") || bare.equalsIgnoreCase("infinity")) {
      return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return isDecimal(bare) ? Double.parseDouble(word) : Double.NaN;
  }

  /** Digits with at most one point among them, and an exponent if any; ASCII digits only. */
  private static boolean isDecimal(String word) {
    int i = skipDigits(word, 0);
    int digits = i;
    if (i < word.length() && word.charAt(i) == '.') {
      int end = skipDigits(word, i + 1);
      digits += end - i - 1;
      i = end;
    }
    if (digits == 0) {
      return false;
    }
    if (i < word.length() && (word.charAt(i) == 'e' || word.charAt(i) == 'E')) {
      i++;
      if (i < word.length() && (word.charAt(i) == '-' || word.charAt(i) == '+')) {
        i++;
      }
      int end = skipDigits(word, i);
      if (end == i) {
        return false;
      }
      i = end;
    }
    return i == word.length();
  }

  private static int skipDigits(String word, int from) {
    int i = from;
    while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
