package dev.progloss.study.search;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.balance.LossPlan;
import dev.progloss.core.balance.Preset;
import dev.progloss.core.error.ConfigException;
import dev.progloss.study.plan.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Where a search looks: starts and ends of straight lines.
 *
 * <p>A candidate is a function of seed and index alone, so it is the same among few and among many,
 * and its terms are the same whether branches are searched beside them or not.
 *
 * @param kind what is searched
 * @param low least weight of a term, at least 0.001; three digits that count at most
 * @param high greatest weight of a term, at most 1000; likewise
 * @param seed of what is drawn
 */
public record SearchSpace(Kind kind, BigDecimal low, BigDecimal high, long seed) {

  static final String PRESET = "preset";

  private static final MathContext PRINTED = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final BigDecimal LEAST = new BigDecimal("0.001");
  private static final BigDecimal MOST = new BigDecimal("1000");
  private static final double LEAST_BRANCH = 0.05;
  private static final double MOST_BRANCH = 0.95;

  /** What is searched. */
  public enum Kind {
    /** Weights of the class and the box term. */
    TERMS(Preset.TERMS),
    /** Weights of the branches, which sum to 1. */
    BRANCHES(Preset.BRANCHES),
    /** Both. */
    BOTH(Preset.BOTH);

    private final Preset known;

    Kind(Preset known) {
      this.known = known;
    }

    /** Its name in files and settings: that of the preset that moves the same. */
    public String key() {
      return known.key();
    }

    /**
     * The kind of this name.
     *
     * @throws ConfigException if there is none
     */
    static Kind of(String key) {
      return Arrays.stream(values())
          .filter(kind -> kind.key().equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  new ConfigException(
                      "search must be one of "
                          + Arrays.stream(values()).map(Kind::key).collect(Collectors.joining(", "))
                          + ", got '"
                          + Shown.of(key)
                          + "'"));
    }

    boolean hasTerms() {
      return this != BRANCHES;
    }

    boolean hasBranches() {
      return this != TERMS;
    }
  }

  /** Checks. */
  public SearchSpace {
    boolean arePrinted = isPrinted(low) && isPrinted(high);
    boolean isInside = low.compareTo(LEAST) >= 0 && high.compareTo(MOST) <= 0;
    if (!arePrinted || !isInside || low.compareTo(high) >= 0) {
      throw new ConfigException(
          "range must be LOW..HIGH within "
              + LEAST
              + ".."
              + MOST
              + ", with three digits that count at most, such as 0.25..4; got "
              + low
              + ".."
              + high);
    }
  }

  private static boolean isPrinted(BigDecimal number) {
    return number.round(PRINTED).compareTo(number) == 0;
  }

  /** The keys of training that candidates set. */
  List<String> keys() {
    List<String> keys = new ArrayList<>(List.of(PRESET));
    if (kind.hasTerms()) {
      keys.add(LossPlan.key(Component.CLS));
      keys.add(LossPlan.key(Component.BOX));
    }
    if (kind.hasBranches()) {
      keys.add(LossPlan.key(Branch.ONE_TO_MANY));
      keys.add(LossPlan.key(Branch.ONE_TO_ONE));
    }
    return keys;
  }

  /**
   * The candidates: the presets that move nothing and that move what is searched, then drawn ones.
   *
   * @param count at least 2
   */
  public List<Candidate> candidates(int count) {
    List<Candidate> all = new ArrayList<>();
    all.add(new Candidate(0, Map.of(PRESET, Preset.OFF.key())));
    all.add(new Candidate(1, Map.of(PRESET, kind.known.key())));
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int index = 0; index < count; index++) {
      SplittableRandom numbers = new SplittableRandom(seeds.nextLong());
      if (index >= Candidate.KNOWN) {
        all.add(drawn(index, numbers));
      }
    }
    return all;
  }

  /*
   * The stream, so that anybody can draw the same: SplitMix64 begun at the search's seed gives one
   * output for each index from 0, and SplitMix64 begun at that output the numbers of the candidate,
   * in 0..1 by their upper 53 bits. In this order: class start, class end, box start, box end, o2m
   * start, o2m end. (Begun at seeds that are a multiple of SplitMix64's own step apart, streams
   * would be the same numbers, shifted.) Terms are uniform in their logarithm, since twice and half
   * are as far from 1. bench/peers/search_stream.py does it once more.
   */
  private Candidate drawn(int index, SplittableRandom random) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(PRESET, Preset.OFF.key());
    if (kind.hasTerms()) {
      settings.put(LossPlan.key(Component.CLS), line(term(random), term(random)));
      settings.put(LossPlan.key(Component.BOX), line(term(random), term(random)));
    }
    if (kind.hasBranches()) {
      BigDecimal start = branch(random);
      BigDecimal end = branch(random);
      settings.put(LossPlan.key(Branch.ONE_TO_MANY), line(start, end));
      settings.put(LossPlan.key(Branch.ONE_TO_ONE), line(rest(start), rest(end)));
    }
    return new Candidate(index, settings);
  }

  private BigDecimal term(SplittableRandom random) {
    double first = StrictMath.log(low.doubleValue());
    double last = StrictMath.log(high.doubleValue());
    double drawn = StrictMath.exp(first + (last - first) * random.nextDouble());
    return new BigDecimal(drawn).round(PRINTED);
  }

  private static BigDecimal branch(SplittableRandom random) {
    double drawn = LEAST_BRANCH + (MOST_BRANCH - LEAST_BRANCH) * random.nextDouble();
    return new BigDecimal(drawn).round(PRINTED);
  }

  private static BigDecimal rest(BigDecimal part) {
    return BigDecimal.ONE.subtract(part);
  }

  private static String line(BigDecimal from, BigDecimal to) {
    return "linear(" + text(from) + "," + text(to) + ")";
  }

  static String text(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
