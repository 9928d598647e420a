package dev.progloss.study.report;

import dev.progloss.eval.errors.ErrorKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A look into the runs: a number over epochs that says what a schedule does to them.
 *
 * @param name of its {@link Course}s
 * @param title what it says
 * @param unit of the number, in a word
 */
public record Lens(String name, String title, String unit) {

  private static final double LEAST_SHARE = 0.01;

  /** Those that there are numbers for on a data set, in the order to show them. */
  public static List<Lens> of(StudyReport report, String set) {
    List<Lens> all = new ArrayList<>();
    for (ErrorKind kind : ErrorKind.values()) {
      all.add(new Lens("error/" + kind.key(), "AP50 lost: " + kind.title(), "AP50"));
    }
    all.add(new Lens("calibration", "calibration error of scores", "error"));
    report.courseNames("iou/").forEach(name -> all.add(of(name, "IoU of matched boxes", "IoU")));
    all.add(new Lens("cosine", "cosine of class and box gradients", "cosine"));
    for (String name : report.courseNames("share/")) {
      all.add(of(name, "share of the loss", "share"));
    }
    for (String name : report.courseNames("gradient/")) {
      all.add(of(name, "share of the gradient", "share"));
    }
    all.removeIf(lens -> !lens.isWorthALook(report.courses(set, lens.name)));
    return List.copyOf(all);
  }

  private static Lens of(String name, String title, String unit) {
    return new Lens(name, title + ", " + name.substring(name.indexOf('/') + 1), unit);
  }

  /**
   * Of shares, those that are ever large enough to matter. A branch that reads features without
   * history brings nothing at all to the trunk's gradient.
   */
  private boolean isWorthALook(List<Course> courses) {
    return unit.equals("share")
        ? courses.stream()
            .flatMap(course -> course.points().stream())
            .anyMatch(point -> point.mean() >= LEAST_SHARE)
        : !courses.isEmpty();
  }
}
