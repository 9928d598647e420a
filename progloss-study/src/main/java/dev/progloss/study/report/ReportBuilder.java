package dev.progloss.study.report;

import dev.progloss.core.error.DataException;
import dev.progloss.study.plan.NamedSettings;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.RunStory;
import dev.progloss.study.statistics.ImageBootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Pairs the runs of a comparison and works out what they show. */
public final class ReportBuilder {

  private final String program;
  private final StudyPlan plan;
  private final List<RunResult> results;

  /**
   * A builder.
   *
   * @param program name and version of what makes the report
   * @param results one for every run of the plan
   */
  public ReportBuilder(String program, StudyPlan plan, List<RunResult> results) {
    this.program = program;
    this.plan = plan;
    this.results = List.copyOf(results);
  }

  /**
   * The report.
   *
   * @param notes told what is left out of it
   */
  public StudyReport build(Consumer<String> notes) {
    List<SetReport> sets = new ArrayList<>();
    for (NamedSettings set : plan.sets()) {
      sets.add(set(set.name(), notes));
    }
    boolean hasSeveral = sets.stream().filter(set -> !set.differences().isEmpty()).count() > 1;
    List<Difference> pooled = hasSeveral ? differences(names(plan.sets()), 2) : List.of();
    return new StudyReport(program, new PlanWords(plan).command(), plan, sets, pooled, courses());
  }

  private SetReport set(String name, Consumer<String> notes) {
    List<ArmReport> arms = new ArrayList<>();
    List<SetReport.OfPictures> pictures = new ArrayList<>();
    for (NamedSettings arm : plan.arms()) {
      arms.add(new ArmReport(arm.name(), runs(name, arm.name())));
    }
    for (String arm : plan.others()) {
      overPictures(name, arm, notes).ifPresent(pictures::add);
    }
    return new SetReport(name, arms, differences(List.of(name), 1), leftOut(name), pictures);
  }

  /** Of the pairs whose runs both wrote down what they found. */
  private Optional<SetReport.OfPictures> overPictures(
      String set, String arm, Consumer<String> notes) {
    List<ImageBootstrap.Run> bases = new ArrayList<>();
    List<ImageBootstrap.Run> owns = new ArrayList<>();
    for (long seed : plan.seeds()) {
      Optional<ImageBootstrap.Run> base = found(set, plan.baseline(), seed);
      Optional<ImageBootstrap.Run> own = found(set, arm, seed);
      if (base.isPresent() && own.isPresent()) {
        bases.add(base.get());
        owns.add(own.get());
      }
    }
    if (bases.isEmpty()) {
      return Optional.empty();
    }
    try {
      return ImageBootstrap.compare(bases, owns, ImageBootstrap.Drawing.usual())
          .map(result -> new SetReport.OfPictures(arm, bases.size(), result));
    } catch (DataException e) {
      notes.accept("no interval over pictures for " + arm + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<ImageBootstrap.Run> found(String set, String arm, long seed) {
    return run(set, arm, seed)
        .filter(run -> run.outcome().isPresent())
        .flatMap(RunResult::pictures)
        .map(each -> new ImageBootstrap.Run(set + "/" + arm + "/seed-" + seed, each));
  }

  private static List<String> names(List<NamedSettings> all) {
    return all.stream().map(NamedSettings::name).toList();
  }

  private List<RunResult> runs(String set, String arm) {
    return results.stream().filter(run -> run.set().equals(set) && run.arm().equals(arm)).toList();
  }

  private Optional<RunResult> run(String set, String arm, long seed) {
    return runs(set, arm).stream().filter(run -> run.seed() == seed).findFirst();
  }

  /** Of the arms that have pairs on so many of these sets. */
  private List<Difference> differences(List<String> sets, int least) {
    List<Difference> all = new ArrayList<>();
    for (Metric metric : Metric.COMPARED) {
      List<Difference.Pairs> arms = new ArrayList<>();
      for (String arm : plan.others()) {
        List<Difference.Stratum> strata = new ArrayList<>();
        for (String set : sets) {
          Difference.Stratum stratum = stratum(set, arm, metric);
          if (!stratum.differences().isEmpty()) {
            strata.add(stratum);
          }
        }
        if (strata.size() >= least) {
          arms.add(new Difference.Pairs(arm, strata));
        }
      }
      all.addAll(Difference.of(metric, arms));
    }
    return all;
  }

  private Difference.Stratum stratum(String set, String arm, Metric metric) {
    List<Long> seeds = new ArrayList<>();
    List<Double> differences = new ArrayList<>();
    for (long seed : plan.seeds()) {
      Optional<Double> base = value(set, plan.baseline(), seed, metric);
      Optional<Double> own = value(set, arm, seed, metric);
      if (base.isPresent() && own.isPresent()) {
        seeds.add(seed);
        differences.add(own.get() - base.get());
      }
    }
    return new Difference.Stratum(set, seeds, differences);
  }

  private Optional<Double> value(String set, String arm, long seed, Metric metric) {
    return run(set, arm, seed)
        .flatMap(RunResult::outcome)
        .map(metric::of)
        .filter(value -> value >= 0);
  }

  private List<String> leftOut(String set) {
    List<String> all = new ArrayList<>();
    for (long seed : plan.seeds()) {
      for (String arm : plan.others()) {
        List<String> why = new ArrayList<>();
        for (String each : List.of(plan.baseline(), arm)) {
          RunResult.End end =
              run(set, each, seed).map(RunResult::end).orElse(RunResult.End.MISSING);
          if (end != RunResult.End.FINISHED) {
            why.add("`" + each + "` " + (end == RunResult.End.DIVERGED ? end.key() : "is missing"));
          }
        }
        if (!why.isEmpty()) {
          all.add("`" + arm + "`, seed " + seed + ": " + String.join(", ", why));
        }
      }
    }
    return all;
  }

  private List<Course> courses() {
    List<Course> all = new ArrayList<>();
    for (NamedSettings set : plan.sets()) {
      for (NamedSettings arm : plan.arms()) {
        Map<String, List<SortedMap<Integer, Double>>> byName = new LinkedHashMap<>();
        for (RunResult run : runs(set.name(), arm.name())) {
          if (run.end() == RunResult.End.FINISHED && run.story().isPresent()) {
            courses(run.story().get())
                .forEach((n, c) -> byName.computeIfAbsent(n, each -> new ArrayList<>()).add(c));
          }
        }
        byName.forEach((name, runs) -> all.add(new Course(set.name(), arm.name(), name, runs)));
      }
    }
    return all;
  }

  private static Map<String, SortedMap<Integer, Double>> courses(RunStory story) {
    Map<String, SortedMap<Integer, Double>> all = new LinkedHashMap<>();
    for (Metric metric : Metric.COMPARED) {
      SortedMap<Integer, Double> course = new TreeMap<>();
      story.judged().forEach(judged -> course.put(judged.epoch(), metric.of(judged)));
      all.put(metric.key(), course);
    }
    all.putAll(story.courses());
    return all;
  }
}
