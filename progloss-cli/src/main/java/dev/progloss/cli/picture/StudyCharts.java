package dev.progloss.cli.picture;

import dev.progloss.cli.picture.LineCharts.Curve;
import dev.progloss.cli.picture.LineCharts.Look;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.study.plan.NamedSettings;
import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.report.Chart;
import dev.progloss.study.report.Course;
import dev.progloss.study.report.Lens;
import dev.progloss.study.report.SetReport;
import dev.progloss.study.report.StudyReport;
import dev.progloss.study.result.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.knowm.xchart.XYChart;

/**
 * Draws what a comparison found: a wide line for each arm and, where AP itself is shown, a pale one
 * for each of its seeds. On pages of small charts the pale ones of all arms would hide the wide.
 */
public final class StudyCharts {

  private static final int COLUMNS = 3;
  private static final int BIG_COLUMNS = 2;

  private final StudyReport report;
  private final Path folder;
  private final List<Chart> charts = new ArrayList<>();

  private StudyCharts(StudyReport report, Path folder) {
    this.report = report;
    this.folder = folder;
  }

  /**
   * Draws all charts that there are numbers for.
   *
   * @param folder where their files go, over those of before
   * @return the charts, in the order to show them
   * @throws IOException if a file cannot be written or read back
   */
  public static List<Chart> draw(StudyReport report, Path folder) throws IOException {
    StudyCharts drawing = new StudyCharts(report, folder);
    drawing.differences();
    drawing.precision();
    for (SetReport set : report.sets()) {
      drawing.page(set, "weights", "What branches and terms weigh", drawing.weights(set));
      drawing.page(set, "lenses", "What happens inside the runs", drawing.lenses(set));
    }
    return List.copyOf(drawing.charts);
  }

  private void add(String name, String title) throws IOException {
    charts.add(new Chart(name, title, Files.readAllBytes(folder.resolve(name + ".png"))));
  }

  private void differences() throws IOException {
    List<DifferencePicture.Row> rows = DifferencePicture.rows(report);
    if (!rows.isEmpty()) {
      ChartFile.write(
          folder.resolve("differences.png"),
          new DifferencePicture(report.plan().baseline(), rows).draw());
      add(
          "differences",
          "Differences of end-to-end AP: a ring for each seed, a bar for the 95 % interval of the"
              + " mean");
    }
  }

  private void precision() throws IOException {
    List<XYChart> all = new ArrayList<>();
    for (SetReport set : report.sets()) {
      for (Metric metric : List.of(Metric.AP, Metric.NMS_AP)) {
        List<Course> courses = report.courses(set.name(), metric.key());
        if (!courses.isEmpty()) {
          XYChart chart =
              LineCharts.overEpochs(metric.title() + where(set), "AP", withSeeds(courses));
          chart.getStyler().setYAxisMin(0.0).setYAxisDecimalPattern("0.###");
          all.add(chart);
        }
      }
    }
    if (!all.isEmpty()) {
      LineCharts.save(all, BIG_COLUMNS, folder.resolve("precision.png"));
      add("precision", "AP on the validation pictures by epoch: mean of the seeds, and each seed");
    }
  }

  private static String where(SetReport set) {
    return set.name().equals(StudyPlan.UNNAMED_SET) ? "" : ", " + set.name();
  }

  /** Means last, so that they lie on top. */
  private List<Curve> withSeeds(List<Course> courses) {
    List<Curve> curves = new ArrayList<>();
    for (Course course : courses) {
      int i = names().indexOf(course.arm());
      for (SortedMap<Integer, Double> run : course.runs()) {
        Curve curve = new Curve(course.arm() + " seed", Look.THIN, i);
        for (Map.Entry<Integer, Double> point : run.entrySet()) {
          curve.add(point.getKey(), point.getValue());
        }
        curves.add(curve);
      }
    }
    curves.addAll(means(courses, Look.MEAN));
    return curves;
  }

  private List<Curve> means(List<Course> courses, Look look) {
    List<Curve> means = new ArrayList<>();
    for (Course course : courses) {
      Curve mean = new Curve(course.arm(), look, names().indexOf(course.arm()));
      course.points().forEach(point -> mean.add(point.epoch(), point.mean()));
      means.add(mean);
    }
    return means;
  }

  /** An arm has one colour in all charts, also where another has nothing to show. */
  private List<String> names() {
    return report.plan().arms().stream().map(NamedSettings::name).toList();
  }

  private List<Curve> legend(SetReport set) {
    return report.courses(set.name(), Metric.AP.key()).stream()
        .map(course -> new Curve(course.arm(), Look.MEAN, names().indexOf(course.arm())))
        .toList();
  }

  private void page(SetReport set, String name, String title, List<XYChart> all)
      throws IOException {
    if (all.isEmpty()) {
      return;
    }
    String file = report.sets().size() == 1 ? name : name + "-" + set.name();
    LineCharts.save(all, COLUMNS, legend(set), folder.resolve(file + ".png"));
    add(file, title + where(set) + ", mean of each arm's seeds");
  }

  private List<XYChart> weights(SetReport set) {
    List<XYChart> all = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      weight(set, branch.key(), "branch ", all);
    }
    for (Component component : Component.values()) {
      weight(set, component.key(), "term ", all);
    }
    return all;
  }

  private void weight(SetReport set, String key, String what, List<XYChart> into) {
    List<Course> courses = report.courses(set.name(), "weight/" + key);
    if (!courses.isEmpty()) {
      into.add(
          LineCharts.smallOverEpochs(
              "weight of " + what + key, "weight", means(courses, Look.LAYERED)));
    }
  }

  private List<XYChart> lenses(SetReport set) {
    List<XYChart> all = new ArrayList<>();
    for (Lens lens : Lens.of(report, set.name())) {
      List<Course> courses = report.courses(set.name(), lens.name());
      all.add(LineCharts.smallOverEpochs(lens.title(), lens.unit(), means(courses, Look.MEAN)));
    }
    return all;
  }
}
