package dev.progloss.cli.command;

import dev.progloss.eval.calibration.Calibration;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.curve.ConfidenceCurve;
import dev.progloss.eval.curve.OperatingPoint;
import dev.progloss.eval.errors.ErrorReport;
import dev.progloss.eval.report.Evaluation;
import java.util.List;
import java.util.Locale;

/** What an evaluation tells, as text. */
final class DetailTable {

  private static final int LEAST_NAME = 20;
  private static final int MOST_NAME = 32;

  private DetailTable() {}

  /** The twelve numbers of every class and how many objects it has. */
  static String classes(CocoReport report) {
    int width = width(report);
    StringBuilder text = new StringBuilder(padded("", width));
    for (String name :
        List.of("objects", "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100")) {
      text.append(String.format(Locale.ROOT, " %7s", name));
    }
    text.append(String.format(Locale.ROOT, " %7s %7s %7s%n", "ARs", "ARm", "ARl"));
    for (CocoReport.ClassRow row : report.perClass()) {
      text.append(padded(row.name(), width));
      text.append(String.format(Locale.ROOT, " %7d", row.objects()));
      row.stats().forEach(value -> text.append(' ').append(number(value)));
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  /** Best thresholds, whether scores can be believed, then errors by kind. */
  static String details(Evaluation evaluation) {
    return String.join(
        System.lineSeparator(),
        thresholds(evaluation),
        calibration(evaluation.calibration()),
        errors(evaluation.errors()));
  }

  private static String calibration(Calibration calibration) {
    return String.format(
        Locale.ROOT,
        "%-20s %s  of %d detections from confidence %.2f on%n",
        "calibration error",
        number(calibration.error()),
        calibration.count(),
        Calibration.FROM);
  }

  private static String thresholds(Evaluation evaluation) {
    int width = width(evaluation.coco());
    StringBuilder text =
        new StringBuilder(
            padded("best F1, IoU 0.50", width)
                + String.format(Locale.ROOT, " %7s %7s %7s %7s%n", "conf", "F1", "prec", "recall"));
    text.append(padded("all classes pooled", width));
    text.append(point(evaluation.curves().pooled()));
    for (int k = 0; k < evaluation.curves().perClass().size(); k++) {
      text.append(padded(evaluation.coco().perClass().get(k).name(), width));
      text.append(point(evaluation.curves().perClass().get(k)));
    }
    return text.toString();
  }

  private static String point(ConfidenceCurve curve) {
    OperatingPoint best = curve.best();
    return " "
        + String.join(
            " ",
            number(best.confidence()),
            number(best.f1()),
            number(best.precision()),
            number(best.recall()))
        + System.lineSeparator();
  }

  private static String errors(ErrorReport errors) {
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, "%-20s %7s %9s%n", "errors", "count", "AP50 lost"));
    for (ErrorReport.Row row : errors.rows()) {
      text.append(
          String.format(
              Locale.ROOT, "%-20s %7d %9.4f%n", row.kind().title(), row.count(), row.cost()));
    }
    text.append(
        String.format(
            Locale.ROOT, "%-20s %7s %9.4f%n", "all false alarms", "", errors.falsePositives()));
    text.append(
        String.format(
            Locale.ROOT, "%-20s %7s %9.4f%n", "all not hit", "", errors.falseNegatives()));
    return text.toString();
  }

  private static int width(CocoReport report) {
    int longest = report.perClass().stream().mapToInt(row -> row.name().length()).max().orElse(0);
    return Math.max(LEAST_NAME, Math.min(MOST_NAME, longest));
  }

  private static String padded(String name, int width) {
    return name.length() > width
        ? name.substring(0, width - 1) + "…"
        : name + " ".repeat(width - name.length());
  }

  private static String number(double value) {
    return value < 0 ? "      -" : String.format(Locale.ROOT, "%7.4f", value);
  }
}
