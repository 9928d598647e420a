package dev.progloss.study.plan;

import dev.progloss.core.error.ConfigException;
import java.util.ArrayList;
import java.util.List;

/** Seeds as people write them: {@code 0..4}, {@code 3}, or {@code 0,7,9}. */
public final class Seeds {

  private static final int MOST = 10_000;

  private Seeds() {}

  /**
   * Reads seeds.
   *
   * @throws ConfigException if it is no such text; says what would be
   */
  public static List<Long> parse(String text) {
    List<Long> seeds = new ArrayList<>();
    try {
      for (String part : text.split(",", -1)) {
        String[] ends = part.strip().split("\\.\\.", -1);
        long first = Long.parseLong(ends[0].strip());
        long last = ends.length == 1 ? first : Long.parseLong(ends[1].strip());
        long more = last - first; // negative also where it is beyond all numbers
        if (ends.length > 2 || last < first || more < 0 || more + seeds.size() >= MOST) {
          throw new ConfigException(rule(text));
        }
        for (long seed = first; seed < last; seed++) {
          seeds.add(seed);
        }
        seeds.add(last);
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(rule(text), e);
    }
    return seeds;
  }

  private static String rule(String text) {
    return "seeds must be whole numbers as in 0..4 or 0,3,7 (at most "
        + MOST
        + "), got '"
        + Shown.of(text)
        + "'";
  }
}
