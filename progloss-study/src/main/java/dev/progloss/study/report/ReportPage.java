package dev.progloss.study.report;

import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.result.Metric;
import dev.progloss.study.result.RunResult;
import dev.progloss.study.result.RunStory;
import dev.progloss.study.statistics.Interval;
import dev.progloss.study.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lays a report out as blocks, the same for every form. */
final class ReportPage {

  private static final String NONE = "–";

  private static final List<Metric> END_TO_END =
      List.of(
          Metric.AP, Metric.AP50, Metric.AP75, Metric.AP_SMALL, Metric.AP_MEDIUM, Metric.AP_LARGE);
  private static final List<Metric> NMS =
      List.of(
          Metric.NMS_AP,
          Metric.NMS_AP50,
          Metric.NMS_AP75,
          Metric.NMS_AP_SMALL,
          Metric.NMS_AP_MEDIUM,
          Metric.NMS_AP_LARGE);

  private final StudyReport report;
  private final Wording words;
  private final List<Chart> charts;
  private final List<Block> blocks = new ArrayList<>();

  private ReportPage(StudyReport report, List<Chart> charts) {
    this.report = report;
    this.words = new Wording(report);
    this.charts = charts;
  }

  /** The page from top to bottom. */
  static List<Block> of(StudyReport report, List<Chart> charts) {
    ReportPage page = new ReportPage(report, charts);
    page.begin();
    page.pooled();
    page.report.sets().forEach(page::set);
    page.pictures();
    page.end();
    return List.copyOf(page.blocks);
  }

  private void add(Block block) {
    blocks.add(block);
  }

  private void begin() {
    StudyPlan plan = report.plan();
    add(new Block.Heading(1, "Comparison of " + String.join(", ", armNames())));
    add(new Block.Code("Made by", report.command()));
    points(report.pooled().isEmpty() ? words.sentences() : words.together());
    charts.stream().limit(1).forEach(this::picture);
    add(new Block.Heading(2, "What to know"));
    points(words.cautions());
    add(
        new Block.Text(
            report.program()
                + ", "
                + plan.seeds().size()
                + (plan.seeds().size() == 1 ? " seed" : " seeds")
                + ", baseline `"
                + plan.baseline()
                + "`, threads="
                + plan.common("threads").orElse("by arm")
                + ", amp="
                + plan.common("amp").orElse("by arm")
                + ". 1 point is 0.01 of AP."));
  }

  private void points(List<String> items) {
    if (!items.isEmpty()) {
      add(new Block.Points(items));
    }
  }

  private List<String> armNames() {
    return report.plan().arms().stream().map(arm -> arm.name()).toList();
  }

  private void set(SetReport set) {
    boolean isUnnamed = set.name().equals(StudyPlan.UNNAMED_SET);
    String where = isUnnamed ? "" : " on " + set.name();
    add(new Block.Heading(2, "Arms" + where));
    add(arms(set, END_TO_END, "end to end"));
    add(arms(set, NMS, "one-to-many branch with NMS"));
    add(seeds(set));
    add(new Block.Heading(2, "Differences" + where + ", points"));
    if (set.differences().isEmpty()) {
      add(new Block.Text("There is no pair of finished runs yet."));
    } else {
      if (!report.pooled().isEmpty()) {
        points(words.of(set)); // else they are on top
      }
      add(differences(set.differences()));
      add(ofSeeds(set.differences()));
    }
    if (!set.leftOut().isEmpty()) {
      add(new Block.Text("Pairs that do not count:"));
      points(set.leftOut());
    }
    ofPictures(set);
    lenses(set);
  }

  private static Block arms(SetReport set, List<Metric> metrics, String path) {
    List<String> head = new ArrayList<>(List.of("arm, " + path, "runs"));
    metrics.forEach(metric -> head.add(metric.title().replace(", NMS", "")));
    List<List<String>> rows = new ArrayList<>();
    for (ArmReport arm : set.arms()) {
      List<String> row = new ArrayList<>(List.of("`" + arm.arm() + "`", Wording.ends(arm)));
      metrics.forEach(metric -> row.add(arm.summary(metric).map(ReportPage::text).orElse(NONE)));
      rows.add(row);
    }
    return new Block.Table(2, head, rows, Optional.empty());
  }

  private static String text(Summary summary) {
    return Figures.ap(summary.mean())
        + (summary.count() > 1 ? " ± " + Figures.ap(summary.deviation()) : "");
  }

  private static Block seeds(SetReport set) {
    List<String> head =
        List.of("arm", "seed", "end", "AP", "AP50", "AP, NMS", "best AP", "in epoch");
    List<List<String>> rows = new ArrayList<>();
    for (ArmReport arm : set.arms()) {
      for (RunResult run : arm.runs()) {
        List<String> row =
            new ArrayList<>(
                List.of("`" + arm.arm() + "`", String.valueOf(run.seed()), run.end().key()));
        for (Metric metric : List.of(Metric.AP, Metric.AP50, Metric.NMS_AP)) {
          row.add(run.outcome().map(metric::of).map(ReportPage::defined).orElse(NONE));
        }
        Optional<RunStory.Judged> best = run.story().flatMap(RunStory::best);
        row.add(best.map(Metric.AP::of).map(ReportPage::defined).orElse(NONE));
        row.add(best.map(it -> String.valueOf(it.epoch())).orElse(NONE));
        rows.add(row);
      }
    }
    return new Block.Table(3, head, rows, Optional.of("Every run"));
  }

  private static String defined(double value) {
    return value < 0 ? NONE : Figures.ap(value);
  }

  private static Block differences(List<Difference> all) {
    List<String> head =
        List.of(
            "arm",
            "number",
            "pairs",
            "mean",
            "95 % interval",
            "up",
            "down",
            "p",
            "adjusted p",
            "least p",
            "seen at 80 %",
            "");
    List<List<String>> rows = new ArrayList<>();
    for (Difference each : all) {
      rows.add(
          List.of(
              "`" + each.arm() + "`",
              each.metric().title(),
              String.valueOf(each.pairs()),
              Figures.points(each.mean()),
              each.interval().map(Figures::interval).orElse(NONE),
              String.valueOf(each.up()),
              String.valueOf(each.down()),
              Figures.chance(each.p()),
              Figures.chance(each.adjusted()),
              Figures.chance(each.smallest()),
              each.detectable().isPresent() ? Figures.size(each.detectable().getAsDouble()) : NONE,
              each.isShown() ? "shown" : "not shown"));
    }
    return new Block.Table(2, head, rows, Optional.empty());
  }

  private Block ofSeeds(List<Difference> all) {
    List<Long> seeds = report.plan().seeds();
    List<String> head = new ArrayList<>(List.of("arm", "number"));
    seeds.forEach(seed -> head.add("seed " + seed));
    List<List<String>> rows = new ArrayList<>();
    for (Difference each : all) {
      Difference.Stratum only = each.strata().get(0); // of one data set
      List<String> row = new ArrayList<>(List.of("`" + each.arm() + "`", each.metric().title()));
      for (long seed : seeds) {
        int i = only.seeds().indexOf(seed);
        row.add(i < 0 ? NONE : Figures.points(only.differences().get(i)));
      }
      rows.add(row);
    }
    return new Block.Table(2, head, rows, Optional.of("Every pair"));
  }

  private void ofPictures(SetReport set) {
    if (set.pictures().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (SetReport.OfPictures each : set.pictures()) {
      Interval interval = each.result().interval();
      rows.add(
          List.of(
              "`" + each.arm() + "`",
              String.valueOf(each.pairs()),
              Figures.points(each.result().difference()),
              Figures.interval(interval)));
    }
    add(
        new Block.Text(
            "Had other validation pictures of the same kind been drawn, the same runs would have"
                + " differed in end-to-end AP by this much; other seeds are not in it:"));
    add(
        new Block.Table(
            1,
            List.of("arm", "pairs", "difference", "95 % interval over pictures"),
            rows,
            Optional.empty()));
  }

  private void lenses(SetReport set) {
    List<Lens> lenses = Lens.of(report, set.name());
    if (lenses.isEmpty()) {
      return;
    }
    List<String> head = new ArrayList<>(List.of("first looked at → half way → last"));
    armNames().forEach(arm -> head.add("`" + arm + "`"));
    List<List<String>> rows = new ArrayList<>();
    for (Lens lens : lenses) {
      List<Course> courses = report.courses(set.name(), lens.name());
      List<String> row = new ArrayList<>(List.of(lens.title()));
      for (String arm : armNames()) {
        row.add(
            courses.stream()
                .filter(course -> course.arm().equals(arm))
                .findFirst()
                .map(ReportPage::passage)
                .orElse(NONE));
      }
      rows.add(row);
    }
    add(new Block.Table(1, head, rows, Optional.of("Inside the runs, mean of the seeds")));
  }

  private static String passage(Course course) {
    List<Course.Point> points = course.points();
    return IntStream.of(0, points.size() / 2, points.size() - 1)
        .mapToObj(i -> Figures.lens(points.get(i).mean()))
        .collect(Collectors.joining(" → "));
  }

  /** Every arm on every set at a glance. */
  private void overview() {
    List<String> head = new ArrayList<>(List.of("arm"));
    report.sets().forEach(set -> head.add(set.name()));
    List<List<String>> rows = new ArrayList<>();
    for (String arm : armNames()) {
      List<String> row = new ArrayList<>(List.of("`" + arm + "`"));
      for (SetReport set : report.sets()) {
        row.add(
            set.arms().stream()
                .filter(each -> each.arm().equals(arm))
                .findFirst()
                .flatMap(each -> each.summary(Metric.AP))
                .map(ReportPage::text)
                .orElse(NONE));
      }
      rows.add(row);
    }
    add(new Block.Heading(2, "End-to-end AP"));
    add(new Block.Table(1, head, rows, Optional.empty()));
  }

  private void pooled() {
    if (!report.pooled().isEmpty()) {
      overview();
      add(new Block.Heading(2, "Differences on all data sets together, points"));
      add(
          new Block.Text(
              "Each data set counts the same, however many pairs it has; signs are flipped and"
                  + " pairs are drawn within each."));
      add(differences(report.pooled()));
    }
  }

  private void pictures() {
    if (charts.size() > 1) {
      add(new Block.Heading(2, "Charts"));
      charts.stream().skip(1).forEach(this::picture);
    }
  }

  private void picture(Chart chart) {
    add(new Block.Picture(chart.name(), chart.title()));
  }

  private void end() {
    add(new Block.Heading(2, "Settings"));
    add(new Block.Code("plan.yaml, paths shortened", new PlanWords(report.plan()).file()));
  }
}
