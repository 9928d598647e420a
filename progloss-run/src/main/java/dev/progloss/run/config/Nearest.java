package dev.progloss.run.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Guesses what a misspelt word was meant to be. */
public final class Nearest {

  /** Longer words are no slips of the finger; the time grows with their length. */
  private static final int LONGEST = 100;

  private Nearest() {}

  /** The candidate that needs the fewest changes of letters; the word itself if there is none. */
  public static String to(String word, Collection<String> candidates) {
    String start = word.substring(0, Math.min(LONGEST, word.length()));
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(start, candidate)))
        .orElse(word);
  }

  /** Levenshtein distance in one row. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
