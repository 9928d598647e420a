package dev.progloss.cli.picture;

import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.core.error.DataException;
import dev.progloss.eval.coco.CocoReport;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the curves of a run from its journal. */
public final class RunCharts {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 480;
  private static final int POINTS = 400;
  private static final int MOST_CLASSES = 12;
  private static final int TICK_PIXELS = 54;
  private static final List<Component> TERMS =
      List.of(Component.CLS, Component.BOX, Component.L1, Component.DFL, Component.OBJ);

  private RunCharts() {}

  /** Numbers over training. */
  private record Curve(String name, List<Double> x, List<Double> y, boolean dashed, int colour) {

    Curve(String name, boolean dashed, int colour) {
      this(name, new ArrayList<>(), new ArrayList<>(), dashed, colour);
    }

    void add(double atX, double value) {
      x.add(atX);
      y.add(value);
    }
  }

  /**
   * Four charts: raw terms of each branch, what they weigh, and the total.
   *
   * @param records lines of a journal
   */
  public static void losses(List<Map<String, Object>> records, Path file) {
    List<Map<String, Object>> steps =
        records.stream().filter(record -> "step".equals(record.get("kind"))).toList();
    double stepsPerEpoch = stepsPerEpoch(steps);
    List<Chart<?, ?>> charts = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      List<Curve> curves = new ArrayList<>();
      for (int i = 0; i < TERMS.size(); i++) {
        Curve curve = new Curve(TERMS.get(i).key(), false, i);
        smoothed(steps, "raw", branch.key() + "/" + TERMS.get(i).key(), stepsPerEpoch, curve);
        curves.add(curve);
      }
      charts.add(
          chart("Raw loss terms, " + named(branch) + " branch", "raw loss (log scale)", curves));
      ((XYChart) charts.get(charts.size() - 1)).getStyler().setYAxisLogarithmic(true);
    }
    charts.add(weights(steps, stepsPerEpoch));
    Curve total = new Curve("total", false, 3);
    smoothed(steps, "", "total", stepsPerEpoch, total);
    charts.add(chart("Weighted total, as it is optimised", "loss", List.of(total)));
    save(charts, file);
  }

  private static String named(Branch branch) {
    return branch == Branch.ONE_TO_MANY ? "one-to-many" : "one-to-one";
  }

  private static XYChart weights(List<Map<String, Object>> steps, double stepsPerEpoch) {
    List<Curve> curves = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Curve curve = new Curve("term " + TERMS.get(i).key(), false, i);
      smoothed(steps, "weights", TERMS.get(i).key(), stepsPerEpoch, curve);
      curves.add(curve);
    }
    for (Branch branch : Branch.values()) {
      Curve curve = new Curve("branch " + branch.key(), true, curves.size());
      smoothed(steps, "weights", branch.key(), stepsPerEpoch, curve);
      curves.add(curve);
    }
    XYChart chart = chart("Progressive weights", "weight", curves);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }

  /** Precision of both paths after each evaluation. */
  public static void precision(List<Map<String, Object>> records, Path file) {
    List<Map<String, Object>> evals =
        records.stream().filter(record -> "eval".equals(record.get("kind"))).toList();
    List<Curve> curves =
        List.of(
            new Curve("AP50, end to end", false, 0),
            new Curve("AP50-95, end to end", false, 2),
            new Curve("AP50, with NMS", true, 0),
            new Curve("AP50-95, with NMS", true, 2));
    for (Map<String, Object> record : evals) {
      int first = "e2e".equals(record.get("path")) ? 0 : 2;
      if (record.get("stats") instanceof List<?> stats
          && record.get("epoch") instanceof Double epoch) {
        curves.get(first).add(epoch + 1, (Double) stats.get(1));
        curves.get(first + 1).add(epoch + 1, (Double) stats.get(0));
      }
    }
    XYChart chart = chart("Average precision on the validation pictures", "AP", curves);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    for (XYSeries series : chart.getSeriesMap().values()) {
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    save(List.of(chart), file);
  }

  /** Precision over recall at IoU 0.50 of every class, as many as can be told apart. */
  public static void precisionRecall(CocoReport report, Path file) {
    List<Curve> curves = new ArrayList<>();
    List<CocoReport.ClassRow> rows =
        report.perClass().stream().filter(row -> row.ap50() >= 0).toList();
    for (int k = 0; k < Math.min(MOST_CLASSES, rows.size()); k++) {
      Curve curve =
          new Curve(
              String.format(Locale.ROOT, "%s %.3f", rows.get(k).name(), rows.get(k).ap50()),
              false,
              k);
      List<Double> precision = rows.get(k).precisionAt50();
      for (int r = 0; r < precision.size(); r++) {
        curve.add(r / 100.0, precision.get(r));
      }
      curves.add(curve);
    }
    String more = rows.size() > MOST_CLASSES ? ", first " + MOST_CLASSES + " classes" : "";
    XYChart chart =
        chart("Precision and recall at IoU 0.50, end to end" + more, "precision", curves);
    chart.setXAxisTitle("recall");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setXAxisMax(1.0);
    chart.getStyler().setXAxisTickMarkSpacingHint(TICK_PIXELS);
    save(List.of(chart), file);
  }

  private static double stepsPerEpoch(List<Map<String, Object>> steps) {
    long first = steps.stream().filter(s -> Double.valueOf(0).equals(s.get("epoch"))).count();
    return Math.max(1, first);
  }

  /** Means of as many neighbours as make at most so many points: noise would hide the course. */
  private static void smoothed(
      List<Map<String, Object>> steps, String group, String key, double stepsPerEpoch, Curve into) {
    int width = Math.max(1, (steps.size() + POINTS - 1) / POINTS);
    for (int from = 0; from < steps.size(); from += width) {
      double sum = 0;
      int count = 0;
      int to = Math.min(steps.size(), from + width);
      for (Map<String, Object> step : steps.subList(from, to)) {
        Object place = group.isEmpty() ? step : step.get(group);
        if (place instanceof Map<?, ?> fields && fields.get(key) instanceof Double value) {
          sum += value;
          count++;
        }
      }
      if (count > 0) {
        into.add((from + (to - from) / 2.0) / stepsPerEpoch, sum / count);
      }
    }
  }

  private static XYChart chart(String title, String yTitle, List<Curve> curves) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(yTitle)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridLinesColor(new Color(0xDDDDDD));
    chart.getStyler().setXAxisMin(0.0);
    for (Curve curve : curves) {
      if (!curve.x().isEmpty()) {
        XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(curve.dashed() ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
        series.setLineColor(Palette.of(curve.colour()));
        series.setMarkerColor(Palette.of(curve.colour()));
      }
    }
    return chart;
  }

  private static void save(List<Chart<?, ?>> charts, Path file) {
    try {
      if (charts.size() == 1) {
        BitmapEncoder.saveBitmap(charts.get(0), file.toString(), BitmapFormat.PNG);
      } else {
        BitmapEncoder.saveBitmap(charts, 2, 2, file.toString(), BitmapFormat.PNG);
      }
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }
}
