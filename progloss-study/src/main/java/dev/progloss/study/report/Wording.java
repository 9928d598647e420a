package dev.progloss.study.report;

import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.statistics.PairedBootstrap;
import dev.progloss.study.statistics.SignFlips;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a comparison found, in sentences that say no more than the numbers do. */
public final class Wording {

  private static final int MOST_SEEDS_TOLD = 100;

  private final StudyReport report;

  /** The words for a report. */
  public Wording(StudyReport report) {
    this.report = report;
  }

  /** One sentence for every arm over all sets, where there are several; then for every set. */
  public List<String> sentences() {
    List<String> all = new ArrayList<>(together());
    report.sets().forEach(set -> all.addAll(of(set)));
    return all;
  }

  /** Over all sets; none where there is but one. */
  List<String> together() {
    return headline(report.pooled()).stream()
        .map(each -> sentence(each, " on " + each.strata().size() + " data sets together"))
        .toList();
  }

  /** Over one set. */
  List<String> of(SetReport set) {
    String where = set.name().equals(StudyPlan.UNNAMED_SET) ? "" : " on " + set.name();
    return headline(set.differences()).stream().map(each -> sentence(each, where)).toList();
  }

  private static List<Difference> headline(List<Difference> all) {
    return all.stream().filter(each -> each.metric() == Metric.AP).toList();
  }

  private String sentence(Difference each, String where) {
    int pairs = each.pairs();
    String unit = each.strata().size() == 1 ? " paired seed" : " pair";
    String interval =
        each.interval().map(it -> "95 % interval " + Figures.interval(it) + ", ").orElse("");
    return "Over "
        + pairs
        + unit
        + (pairs == 1 ? "" : "s")
        + where
        + ", `"
        + each.arm()
        + "` changed end-to-end AP by "
        + Figures.points(each.mean())
        + " points against `"
        + report.plan().baseline()
        + "` ("
        + interval
        + (each.isExact() ? "exact p " : "p ")
        + Figures.chanceIs(each.p())
        + ", Holm-adjusted "
        + Figures.chance(each.adjusted())
        + "): "
        + verdict(each);
  }

  private static String verdict(Difference each) {
    if (each.isShown()) {
      return "a difference is shown.";
    }
    if (each.up() + each.down() == 0) {
      return "no difference shown; all pairs are equal.";
    }
    if (!each.couldShow()) {
      return "no difference shown, and so few pairs could not show one: the least adjusted p they"
          + " can give is "
          + Figures.chance(each.smallest())
          + ".";
    }
    String detectable =
        each.detectable().isPresent()
            ? "; a difference of "
                + Figures.size(each.detectable().getAsDouble())
                + " points or more would probably have been seen"
            : "";
    return "no difference shown" + detectable + ".";
  }

  /** What a reader must know to read the numbers. */
  public List<String> cautions() {
    List<String> all = new ArrayList<>();
    missing(all);
    machines(all);
    Set<Integer> sizes = new TreeSet<>();
    for (SetReport set : report.sets()) {
      headline(set.differences()).forEach(each -> sizes.add(each.pairs()));
    }
    String where = report.sets().size() > 1 ? " on one data set" : "";
    for (int pairs : sizes) {
      all.add(floor(pairs, where, report.plan().others().size()));
      if (pairs > 1) {
        all.add(
            String.format(
                Locale.ROOT,
                "A 95 %% interval from %d pairs%s never leaves the range of their differences: it"
                    + " holds the true mean in at most %.2f %% of comparisons.",
                pairs,
                where,
                100 * PairedBootstrap.mostCoverage(pairs)));
      }
    }
    all.add(
        "AP is that of the averaged weights after the last step. The best epoch, told beside it, is"
            + " picked on the validation pictures and flatters.");
    return all;
  }

  private void missing(List<String> all) {
    long diverged = report.count(RunResult.End.DIVERGED);
    long missing = report.count(RunResult.End.MISSING);
    if (missing > 0) {
      all.add(
          "The comparison is not whole: "
              + (missing == 1 ? "1 run is missing." : missing + " runs are missing."));
    }
    if (diverged > 0) {
      all.add(
          diverged
              + (diverged == 1 ? " run" : " runs")
              + " diverged. That is an outcome of its arm; pairs without both runs are left out"
              + " below, which flatters an arm that diverges.");
    }
  }

  /** Seeds whose runs were made on different machines. */
  private void machines(List<String> all) {
    for (SetReport set : report.sets()) {
      SortedMap<Long, Set<String>> bySeed = new TreeMap<>();
      for (ArmReport arm : set.arms()) {
        for (RunResult run : arm.runs()) {
          run.machine()
              .ifPresent(it -> bySeed.computeIfAbsent(run.seed(), seed -> new TreeSet<>()).add(it));
        }
      }
      bySeed.values().removeIf(machines -> machines.size() == 1);
      if (!bySeed.isEmpty()) {
        all.add(
            "On "
                + set.name()
                + ", the runs of "
                + (bySeed.size() == 1 ? "seed " : "seeds ")
                + bySeed.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " were made on different machines ("
                + bySeed.values().stream()
                    .flatMap(Set::stream)
                    .distinct()
                    .collect(Collectors.joining("; "))
                + "), which round differently: such pairs differ by more than their arms.");
      }
    }
  }

  private static String floor(int pairs, String where, int arms) {
    double smallest = SignFlips.smallest(pairs);
    String text =
        "With "
            + pairs
            + (pairs == 1 ? " pair" : " pairs")
            + where
            + " an exact two-sided test cannot go below p = "
            + Figures.chance(smallest);
    if (arms > 1) {
      text +=
          ", and "
              + Figures.chance(Math.min(1, smallest * arms))
              + " adjusted for "
              + arms
              + " arms";
    }
    if (smallest * arms < Difference.LEVEL) {
      return text + ".";
    }
    int needed = pairs;
    while (SignFlips.smallest(needed) * arms >= Difference.LEVEL && needed < MOST_SEEDS_TOLD) {
      needed++;
    }
    return text
        + ": no difference can be shown at 5 %, however large; that takes "
        + needed
        + " seeds.";
  }

  /** {@code 4 of 5 finished, 1 diverged}. */
  static String ends(ArmReport arm) {
    List<String> parts = new ArrayList<>();
    for (RunResult.End end : RunResult.End.values()) {
      if (arm.count(end) > 0) {
        parts.add(arm.count(end) + " of " + arm.runs().size() + " " + end.key());
      }
    }
    return parts.stream().collect(Collectors.joining(", "));
  }
}
