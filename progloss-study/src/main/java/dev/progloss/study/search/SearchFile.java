package dev.progloss.study.search;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.SettingsFile;
import dev.progloss.study.plan.PlanFile;
import dev.progloss.study.plan.Seeds;
import dev.progloss.study.plan.Shown;
import dev.progloss.study.search.SearchSpace.Kind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Searches as files and as arguments. */
public final class SearchFile {

  private static final String FIRST_LINE =
      "# A search; 'progloss tune resume=' its folder goes on with it.\n";

  private static final String USUAL_RANGE = "0.25..4";
  private static final Pattern RANGE =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\.\\.([0-9]{1,9}(?:\\.[0-9]{1,9})?)");

  private static final String SEARCH = "search";
  private static final String CANDIDATES = "candidates";

  private SearchFile() {}

  /**
   * Reads the plan of a search.
   *
   * @param given what was given beside it, which wins
   * @throws ConfigException if it is missing or wrong
   */
  public static SearchPlan read(Path file, Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>();
    SettingsFile.nested(file).forEach((path, line) -> all.put(String.join(".", path), line.text()));
    if (!all.containsKey(SEARCH) || !all.containsKey(CANDIDATES)) {
      throw new ConfigException(
          file + ": must be the plan of a search, with search: and candidates:, got none");
    }
    all.putAll(given);
    try {
      return of(all);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * A plan from arguments.
   *
   * @param given {@code epochs}, and as wanted {@code candidates}, {@code eta}, {@code rungs},
   *     {@code seeds}, {@code search}, {@code range}, {@code search_seed}, {@code jobs} and keys of
   *     training
   * @throws ConfigException if it is wrong
   */
  public static SearchPlan of(Map<String, String> given) {
    Map<String, String> common = new LinkedHashMap<>(given);
    SearchSpace space = space(common);
    String epochs = common.remove(SearchPlan.EPOCHS);
    if (epochs == null) {
      throw new ConfigException("epochs is missing; give the length of a whole run");
    }
    Halving halving =
        new Halving(
            whole(CANDIDATES, common.remove(CANDIDATES), 9),
            whole("eta", common.remove("eta"), 3),
            whole("rungs", common.remove("rungs"), 3),
            whole(SearchPlan.EPOCHS, epochs, 0));
    String seeds = common.remove("seeds");
    int jobs = whole("jobs", common.remove("jobs"), 1);
    return new SearchPlan(space, halving, Seeds.parse(seeds == null ? "0" : seeds), jobs, common);
  }

  private static SearchSpace space(Map<String, String> common) {
    String search = common.remove(SEARCH);
    Kind kind = search == null ? Kind.TERMS : Kind.of(search);
    String range = common.remove("range");
    if (range != null && !kind.hasTerms()) {
      throw new ConfigException(
          "range must be left out beside search=" + kind.key() + ": it is of the terms' weights");
    }
    Matcher ends = RANGE.matcher(range == null ? USUAL_RANGE : range);
    if (!ends.matches()) {
      throw new ConfigException(
          "range must be LOW..HIGH such as 0.25..4, got '" + Shown.of(range) + "'");
    }
    String seed = common.remove("search_seed");
    try {
      return new SearchSpace(
          kind,
          new BigDecimal(ends.group(1)),
          new BigDecimal(ends.group(2)),
          seed == null ? 0 : Long.parseLong(seed));
    } catch (NumberFormatException e) {
      throw new ConfigException(
          "search_seed must be a whole number, got '" + Shown.of(seed) + "'", e);
    }
  }

  private static int whole(String key, @Nullable String text, int usual) {
    try {
      return text == null ? usual : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ConfigException(key + " must be a whole number, got '" + Shown.of(text) + "'", e);
    }
  }

  /** The plan as YAML that reads back to the same plan. */
  public static String text(SearchPlan plan) {
    return FIRST_LINE
        + settings(plan).entrySet().stream()
            .map(entry -> entry.getKey() + ": " + PlanFile.quoted(entry.getValue()) + "\n")
            .collect(Collectors.joining());
  }

  /** Every key of the plan with its text, the common ones last. */
  static Map<String, String> settings(SearchPlan plan) {
    Map<String, String> all = new LinkedHashMap<>();
    SearchSpace space = plan.space();
    all.put(SEARCH, space.kind().key());
    if (space.kind().hasTerms()) {
      all.put("range", SearchSpace.text(space.low()) + ".." + SearchSpace.text(space.high()));
    }
    all.put("search_seed", String.valueOf(space.seed()));
    Halving halving = plan.halving();
    all.put(CANDIDATES, String.valueOf(halving.candidates()));
    all.put("eta", String.valueOf(halving.eta()));
    all.put("rungs", String.valueOf(halving.rungs()));
    all.put(SearchPlan.EPOCHS, String.valueOf(halving.epochs()));
    all.put("seeds", joined(plan.seeds()));
    all.put("jobs", String.valueOf(plan.jobs()));
    all.putAll(plan.common());
    return all;
  }

  private static String joined(List<Long> seeds) {
    return seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
