package dev.progloss.cli.picture;

import dev.progloss.cli.picture.LineCharts.Curve;
import dev.progloss.cli.picture.LineCharts.Look;
import dev.progloss.data.image.ImageWriter;
import dev.progloss.eval.coco.CocoReport;
import dev.progloss.eval.curve.ConfidenceCurve;
import dev.progloss.eval.curve.OperatingPoint;
import dev.progloss.eval.errors.ErrorReport;
import dev.progloss.eval.report.Evaluation;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/** Draws what an evaluation tells. */
public final class EvaluationPictures {

  private static final int MOST_CLASSES = 12;

  private final Evaluation evaluation;

  private EvaluationPictures(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /**
   * Writes {@code precision_recall.png}, {@code confidence.png}, {@code calibration.png}, {@code
   * class_precision.png}, {@code errors.png} and {@code confusion.png}, over files of these names.
   *
   * @throws dev.progloss.core.error.DataException if a file cannot be written
   */
  public static void draw(Evaluation evaluation, Path folder) {
    EvaluationPictures pictures = new EvaluationPictures(evaluation);
    LineCharts.save(
        List.of(pictures.precisionOverRecall()), folder.resolve("precision_recall.png"));
    LineCharts.save(pictures.overConfidence(), folder.resolve("confidence.png"));
    CalibrationCharts.draw(evaluation.calibration(), folder.resolve("calibration.png"));
    ImageWriter.write(folder.resolve("class_precision.png"), pictures.classes().draw());
    ImageWriter.write(folder.resolve("errors.png"), errors(evaluation.errors()).draw());
    List<String> names =
        evaluation.coco().perClass().stream().map(row -> Words.shortened(row.name())).toList();
    ImageWriter.write(
        folder.resolve("confusion.png"), MatrixPicture.of(evaluation.confusion(), names));
  }

  private XYChart precisionOverRecall() {
    List<Curve> curves = new ArrayList<>();
    for (CocoReport.ClassRow row : evaluation.coco().perClass()) {
      if (row.ap50() >= 0) {
        Curve curve = ofClass(row.name(), row.ap50(), curves.size());
        precision(row.precisionAt50(), curve);
        curves.add(curve);
      }
    }
    Curve mean = new Curve(named("mean", evaluation.coco().ap50()), Look.SUMMARY, 0);
    if (evaluation.coco().ap50() >= 0) {
      precision(evaluation.coco().meanPrecisionAt50(), mean);
    }
    return LineCharts.ofShares(
        "Precision and recall at IoU 0.50 (AP50)" + grey(),
        "recall",
        "precision",
        with(curves, mean));
  }

  private static void precision(List<Double> values, Curve into) {
    for (int r = 0; r < values.size(); r++) {
      into.add(r / 100.0, values.get(r));
    }
  }

  /** F1 of every class; then what makes it up, for all classes together. */
  private List<XYChart> overConfidence() {
    List<Curve> f1 = new ArrayList<>();
    for (int k = 0; k < evaluation.curves().perClass().size(); k++) {
      ConfidenceCurve curve = evaluation.curves().perClass().get(k);
      if (curve.objects() > 0) {
        String name = evaluation.coco().perClass().get(k).name();
        Curve line = ofClass(name, curve.best().confidence(), f1.size());
        points(curve, OperatingPoint::f1, line);
        f1.add(line);
      }
    }
    ConfidenceCurve pooled = evaluation.curves().pooled();
    Curve all = new Curve(named("all pooled", pooled.best().confidence()), Look.SUMMARY, 0);
    points(pooled, OperatingPoint::f1, all);
    Curve precision = new Curve("precision", Look.SOLID, 2);
    points(pooled, OperatingPoint::precision, precision);
    Curve recall = new Curve("recall", Look.SOLID, 3);
    points(pooled, OperatingPoint::recall, recall);
    Curve sum = new Curve("F1", Look.SUMMARY, 0);
    points(pooled, OperatingPoint::f1, sum);
    return List.of(
        LineCharts.ofShares(
            "F1 at IoU 0.50 (and confidence where it is best)" + grey(),
            "confidence",
            "F1",
            with(f1, all)),
        LineCharts.ofShares(
            "All classes pooled, IoU 0.50",
            "confidence",
            "share",
            List.of(precision, recall, sum)));
  }

  private static void points(
      ConfidenceCurve curve, ToDoubleFunction<OperatingPoint> what, Curve into) {
    for (OperatingPoint point : curve.points()) {
      double value = what.applyAsDouble(point);
      if (value >= 0) {
        into.add(point.confidence(), value);
      }
    }
  }

  private Curve ofClass(String name, double value, int index) {
    return new Curve(named(name, value), isCrowded() ? Look.FAINT : Look.SOLID, index);
  }

  /** Whether there are more classes than colours that can be told apart. */
  private boolean isCrowded() {
    return evaluation.coco().perClass().size() > MOST_CLASSES;
  }

  private String grey() {
    return isCrowded() ? "; grey: each class" : "";
  }

  private static String named(String name, double value) {
    String number = value < 0 ? "" : String.format(Locale.ROOT, " %.3f", value);
    return Words.shortened(name) + number;
  }

  /** A summary of one curve would hide it. */
  private static List<Curve> with(List<Curve> curves, Curve last) {
    if (curves.size() == 1) {
      return curves;
    }
    List<Curve> all = new ArrayList<>(curves);
    all.add(last);
    return all;
  }

  private BarPicture classes() {
    BarPicture bars =
        new BarPicture(
            "Average precision of each class", "dark: AP at IoU 0.50 to 0.95; light: AP at 0.50");
    List<CocoReport.ClassRow> rows = evaluation.coco().perClass();
    for (int k = 0; k < rows.size(); k++) {
      CocoReport.ClassRow row = rows.get(k);
      String text =
          row.ap() < 0
              ? "no objects"
              : String.format(
                  Locale.ROOT,
                  "%.3f / %.3f  (%d object%s)",
                  row.ap(),
                  row.ap50(),
                  row.objects(),
                  row.objects() == 1 ? "" : "s");
      bars.add(row.name(), row.ap50(), row.ap(), text, Palette.of(k));
    }
    return bars;
  }

  private static BarPicture errors(ErrorReport errors) {
    double most = Math.max(errors.falsePositives(), errors.falseNegatives());
    for (ErrorReport.Row row : errors.rows()) {
      most = Math.max(most, row.cost());
    }
    double scale = most > 0 ? 1 / most : 1;
    String ap =
        errors.ap() < 0 ? "nothing to measure" : String.format(Locale.ROOT, "%.3f", errors.ap());
    BarPicture bars =
        new BarPicture(
            "Errors: AP50 that mending each kind would give",
            "AP50 as it is: " + ap + "; bars to the scale of the longest");
    for (int i = 0; i < errors.rows().size(); i++) {
      ErrorReport.Row row = errors.rows().get(i);
      String text = String.format(Locale.ROOT, "%.4f  (%d)", row.cost(), row.count());
      bars.add(row.kind().title(), row.cost() * scale, row.cost() * scale, text, Palette.of(i));
    }
    special(bars, "all false alarms", errors.falsePositives(), scale);
    special(bars, "all not hit", errors.falseNegatives(), scale);
    return bars;
  }

  private static void special(BarPicture bars, String name, double cost, double scale) {
    String text = String.format(Locale.ROOT, "%.4f", cost);
    bars.add(name, cost * scale, cost * scale, text, Color.GRAY);
  }
}
