package dev.progloss.study.search;

import dev.progloss.study.plan.NamedSettings;
import dev.progloss.study.plan.StudyPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The comparison that says whether a search found something: the winner on seeds it never saw. */
public final class Confirmation {

  /** Name of the winner's arm. */
  static final String TUNED = "tuned";

  /** Enough for two arms to be told from a third by exact tests, after Holm. */
  private static final int SEEDS = 10;

  private Confirmation() {}

  /**
   * The plan.
   *
   * @param winner what the search picked; where it is known already, only known ones are compared
   */
  public static StudyPlan of(SearchPlan plan, Candidate winner) {
    List<NamedSettings> arms = new ArrayList<>();
    for (Candidate known : plan.space().candidates(Candidate.KNOWN)) {
      arms.add(new NamedSettings(known.words(), known.settings()));
    }
    if (!winner.isKnown()) {
      arms.add(new NamedSettings(TUNED, winner.settings()));
    }
    Map<String, String> common = new LinkedHashMap<>(plan.common());
    common.remove("name"); // that of the search's folder
    common.put(SearchPlan.EPOCHS, String.valueOf(plan.halving().epochs()));
    return new StudyPlan(
        List.of(new NamedSettings(StudyPlan.UNNAMED_SET, Map.of())),
        arms,
        arms.get(0).name(),
        unseen(plan.seeds()),
        plan.jobs(),
        common);
  }

  /** The least that are not negative and were not searched with. */
  private static List<Long> unseen(List<Long> seen) {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seeds.size() < SEEDS; seed++) {
      if (!seen.contains(seed)) {
        seeds.add(seed);
      }
    }
    return seeds;
  }
}
