package dev.progloss.study.search;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import dev.progloss.study.plan.PlannedRun;
import dev.progloss.study.plan.Shown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A search: candidates that train in rungs of ever longer runs, all else equal.
 *
 * @param space where candidates come from
 * @param halving how many of them train for how long
 * @param seeds of every candidate, all different, at least one
 * @param jobs runs at the same time, at least 1
 * @param common settings of every run, in the order given; epochs are said by {@code halving}
 */
public record SearchPlan(
    SearchSpace space, Halving halving, List<Long> seeds, int jobs, Map<String, String> common) {

  static final String EPOCHS = "epochs";

  private static final int MOST_RUNS = 10_000;

  /** Where the search itself goes. */
  private static final Set<String> PLACE = Set.of("project", "name");

  private static final Map<String, String> OWNED = owned();

  private static Map<String, String> owned() {
    Map<String, String> owned = new LinkedHashMap<>();
    owned.put("resume", "a search goes on with: progloss tune resume=FOLDER");
    owned.put("exist_ok", "a search never writes over runs; give it another name=");
    owned.put("seed", "every candidate has the same; say seeds=0 or 0..2");
    owned.put("config", "write its keys beside the others");
    owned.put("horizon", "schedules run over each rung's own length");
    owned.put("baseline", "the first candidates are the presets to beat");
    return owned;
  }

  /** Copies and checks. */
  public SearchPlan {
    seeds = List.copyOf(seeds);
    common = Collections.unmodifiableMap(new LinkedHashMap<>(common));
    if (seeds.isEmpty() || new HashSet<>(seeds).size() < seeds.size()) {
      throw new ConfigException("seeds must be one or more that differ, got " + Shown.of(seeds));
    }
    if (jobs < 1) {
      throw new ConfigException("jobs must be at least 1, got " + jobs);
    }
    if ((long) seeds.size() * halving.candidates() > MOST_RUNS) {
      throw new ConfigException(
          "a rung may have "
              + MOST_RUNS
              + " runs at the most, got candidates="
              + halving.candidates()
              + " times "
              + seeds.size()
              + " seeds");
    }
    for (String key : common.keySet()) {
      if (OWNED.containsKey(key)) {
        throw new ConfigException(key + " must be left out of a search: " + OWNED.get(key));
      }
      if (key.equals(EPOCHS) || space.keys().contains(key)) {
        throw new ConfigException(key + " must be left out of a search, which sets it");
      }
    }
  }

  /** All candidates, in their order. */
  public List<Candidate> candidates() {
    return space.candidates(halving.candidates());
  }

  /**
   * The runs of a rung, in the order they are made: seeds outermost.
   *
   * @param rung from 0
   * @param candidates those that got there
   */
  public List<PlannedRun> runs(int rung, List<Candidate> candidates) {
    List<PlannedRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (Candidate candidate : candidates) {
        Map<String, String> settings = new LinkedHashMap<>(common);
        settings.keySet().removeAll(PLACE);
        settings.put(EPOCHS, String.valueOf(halving.epochs(rung)));
        settings.putAll(candidate.settings());
        settings.put("seed", String.valueOf(seed));
        runs.add(new PlannedRun(Rung.name(rung), candidate.name(), seed, settings));
      }
    }
    return runs;
  }

  /** The text of a common key. */
  public Optional<String> common(String key) {
    return Optional.ofNullable(common.get(key));
  }

  /** The same with a common key, unless it has a value of its own. */
  public SearchPlan withDefault(String key, String text) {
    if (!common.getOrDefault(key, Settings.AUTO).equals(Settings.AUTO)) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(common);
    more.put(key, text);
    return new SearchPlan(space, halving, seeds, jobs, more);
  }
}
