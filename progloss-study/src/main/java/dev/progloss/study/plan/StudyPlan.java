package dev.progloss.study.plan;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A comparison: every arm on every data set with every seed, all else equal.
 *
 * @param sets data sets, at least one
 * @param arms what is compared, at least two
 * @param baseline name of the arm that the others are compared with
 * @param seeds at least one, all different; run k of one arm is paired with run k of another
 * @param jobs runs at the same time, at least 1
 * @param common settings of every run, in the order given
 */
public record StudyPlan(
    List<NamedSettings> sets,
    List<NamedSettings> arms,
    String baseline,
    List<Long> seeds,
    int jobs,
    Map<String, String> common) {

  /** Name of a data set that nobody named. */
  public static final String UNNAMED_SET = "data";

  private static final int MOST_RUNS = 10_000;

  /** Where the comparison itself goes; means nothing to one arm. */
  private static final Set<String> PLACE = Set.of("project", "name");

  private static final Map<String, String> OWNED = owned();

  private static Map<String, String> owned() {
    Map<String, String> owned = new LinkedHashMap<>();
    owned.put("resume", "a comparison goes on with: progloss compare resume=FOLDER");
    owned.put("exist_ok", "a comparison never writes over runs; give it another name=");
    owned.put("seed", "it is what pairs the runs; say seeds=0..4");
    owned.put("config", "write its keys into the plan");
    return owned;
  }

  /** Copies and checks. */
  public StudyPlan {
    sets = List.copyOf(sets);
    arms = List.copyOf(arms);
    seeds = List.copyOf(seeds);
    common = Collections.unmodifiableMap(new LinkedHashMap<>(common));
    requireSizes(sets, arms, seeds, jobs);
    NamedSettings.requireDistinct("arms", arms);
    NamedSettings.requireDistinct("sets", sets);
    String base = baseline;
    if (arms.stream().noneMatch(arm -> arm.name().equals(base))) {
      throw new ConfigException(
          "baseline must be one of the arms "
              + Shown.of(String.join(", ", arms.stream().map(NamedSettings::name).toList()))
              + ", got '"
              + Shown.of(base)
              + "'");
    }
    requireNotOwned("", common);
    sets.forEach(set -> requireNotOwned("set " + set.name() + ": ", set.settings()));
    arms.forEach(arm -> requireNotOwned("arm " + arm.name() + ": ", arm.settings()));
    requireOneVoice(sets, arms);
  }

  private static void requireSizes(
      List<NamedSettings> sets, List<NamedSettings> arms, List<Long> seeds, int jobs) {
    if (arms.size() < 2) {
      throw new ConfigException(
          "a comparison needs at least two arms, got "
              + arms.size()
              + "; say presets=off,terms or write arms: into plan=FILE.yaml");
    }
    if (sets.isEmpty() || seeds.isEmpty()) {
      throw new ConfigException("a comparison needs at least one data set and one seed");
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw new ConfigException("seeds must differ from each other, got " + Shown.of(seeds));
    }
    long runs = (long) arms.size() * sets.size() * seeds.size();
    if (runs > MOST_RUNS) {
      throw new ConfigException(
          "a comparison may have " + MOST_RUNS + " runs at the most, got " + runs);
    }
    if (jobs < 1) {
      throw new ConfigException("jobs must be at least 1, got " + jobs);
    }
  }

  private static void requireNotOwned(String where, Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (OWNED.containsKey(key)) {
        throw new ConfigException(
            where + key + " must be left out of a comparison: " + OWNED.get(key));
      }
      if (!where.isEmpty() && PLACE.contains(key)) {
        throw new ConfigException(
            where + key + " must be left out: the comparison says where runs are put");
      }
    }
  }

  /** A key of both an arm and a set would leave open which of them counts. */
  private static void requireOneVoice(List<NamedSettings> sets, List<NamedSettings> arms) {
    for (NamedSettings set : sets) {
      for (NamedSettings arm : arms) {
        Set<String> both = new HashSet<>(set.settings().keySet());
        both.retainAll(arm.settings().keySet());
        if (!both.isEmpty()) {
          throw new ConfigException(
              both.iterator().next()
                  + " must be set by arm "
                  + arm.name()
                  + " or by set "
                  + set.name()
                  + ", not by both");
        }
      }
    }
  }

  /** Every run, in the order they are made: a comparison that is stopped has whole pairs. */
  public List<PlannedRun> runs() {
    List<PlannedRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (NamedSettings set : sets) {
        for (NamedSettings arm : arms) {
          runs.add(run(set, arm, seed));
        }
      }
    }
    return runs;
  }

  private PlannedRun run(NamedSettings set, NamedSettings arm, long seed) {
    Map<String, String> settings = new LinkedHashMap<>(common);
    settings.keySet().removeAll(PLACE);
    settings.putAll(set.settings());
    settings.putAll(arm.settings());
    settings.put("seed", String.valueOf(seed));
    return new PlannedRun(set.name(), arm.name(), seed, settings);
  }

  /** The text of a common key. */
  public Optional<String> common(String key) {
    return Optional.ofNullable(common.get(key));
  }

  /** The same with a common key that has no value of its own; arms and sets win over it. */
  public StudyPlan withDefault(String key, String text) {
    if (!common.getOrDefault(key, Settings.AUTO).equals(Settings.AUTO)) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(common);
    more.put(key, text);
    return new StudyPlan(sets, arms, baseline, seeds, jobs, more);
  }

  /**
   * The same runs asked another question.
   *
   * @param names arms to look at, at least two, in this order
   * @param against the one that the others are compared with
   * @throws ConfigException if one is no arm of this comparison, or the baseline is not among them
   */
  public StudyPlan asking(List<String> names, String against) {
    return new StudyPlan(sets, named("arms", names, arms), against, seeds, jobs, common);
  }

  /**
   * Some data sets of the same comparison.
   *
   * @param names sets to look at, at least one, in this order
   * @throws ConfigException if one is no set of this comparison
   */
  public StudyPlan on(List<String> names) {
    return new StudyPlan(named("sets", names, sets), arms, baseline, seeds, jobs, common);
  }

  private static List<NamedSettings> named(
      String what, List<String> names, List<NamedSettings> all) {
    List<NamedSettings> named = new ArrayList<>();
    for (String name : names) {
      named.add(
          all.stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          what
                              + " must be among "
                              + Shown.of(all.stream().map(NamedSettings::name).toList())
                              + ", got '"
                              + Shown.of(name)
                              + "'")));
    }
    return named;
  }

  /** The arms but for the baseline, in their order. */
  public List<String> others() {
    return arms.stream().map(NamedSettings::name).filter(name -> !name.equals(baseline)).toList();
  }
}
