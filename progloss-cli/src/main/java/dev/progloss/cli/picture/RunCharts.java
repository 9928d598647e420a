package dev.progloss.cli.picture;

import dev.progloss.cli.picture.LineCharts.Curve;
import dev.progloss.cli.picture.LineCharts.Look;
import dev.progloss.core.balance.Branch;
import dev.progloss.core.balance.Component;
import dev.progloss.eval.errors.ErrorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the curves of a run from its journal. */
public final class RunCharts {

  private static final int POINTS = 400;

  /** In the order of their colours. */
  static final List<Component> TERMS =
      List.of(Component.CLS, Component.BOX, Component.L1, Component.DFL, Component.OBJ);

  private RunCharts() {}

  /**
   * Four charts: raw terms of each branch, what they weigh, and the total.
   *
   * @param records lines of a journal
   */
  public static void losses(List<Map<String, Object>> records, Path file) {
    List<Map<String, Object>> steps = steps(records);
    double stepsPerEpoch = stepsPerEpoch(steps);
    List<Chart<?, ?>> charts = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      List<Curve> curves = new ArrayList<>();
      for (int i = 0; i < TERMS.size(); i++) {
        Curve curve = new Curve(TERMS.get(i).key(), Look.SOLID, i);
        smoothed(steps, "raw", branch.key() + "/" + TERMS.get(i).key(), stepsPerEpoch, curve);
        curves.add(curve);
      }
      charts.add(
          LineCharts.overEpochs(
              "Raw loss terms, " + named(branch) + " branch", "raw loss (log scale)", curves));
      ((XYChart) charts.get(charts.size() - 1)).getStyler().setYAxisLogarithmic(true);
    }
    charts.add(weights(steps, stepsPerEpoch));
    Curve total = new Curve("total", Look.SOLID, 3);
    smoothed(steps, "", "total", stepsPerEpoch, total);
    charts.add(LineCharts.overEpochs("Weighted total, as it is optimised", "loss", List.of(total)));
    LineCharts.save(charts, file);
  }

  private static String named(Branch branch) {
    return branch == Branch.ONE_TO_MANY ? "one-to-many" : "one-to-one";
  }

  private static XYChart weights(List<Map<String, Object>> steps, double stepsPerEpoch) {
    List<Curve> curves = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Curve curve = new Curve("term " + TERMS.get(i).key(), Look.SOLID, i);
      smoothed(steps, "weights", TERMS.get(i).key(), stepsPerEpoch, curve);
      curves.add(curve);
    }
    for (Branch branch : Branch.values()) {
      Curve curve = new Curve("branch " + branch.key(), Look.DASHED, curves.size());
      smoothed(steps, "weights", branch.key(), stepsPerEpoch, curve);
      curves.add(curve);
    }
    XYChart chart = LineCharts.overEpochs("Progressive weights", "weight", curves);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }

  /** Precision of both paths after each evaluation. */
  public static void precision(List<Map<String, Object>> records, Path file) {
    List<Curve> curves =
        List.of(
            new Curve("AP50, end to end", Look.SOLID, 0),
            new Curve("AP50-95, end to end", Look.SOLID, 2),
            new Curve("AP50, with NMS", Look.DASHED, 0),
            new Curve("AP50-95, with NMS", Look.DASHED, 2));
    for (Map<String, Object> record : evaluations(records)) {
      int first = "e2e".equals(record.get("path")) ? 0 : 2;
      if (record.get("stats") instanceof List<?> stats
          && record.get("epoch") instanceof Double epoch) {
        curves.get(first).add(epoch + 1, (Double) stats.get(1));
        curves.get(first + 1).add(epoch + 1, (Double) stats.get(0));
      }
    }
    XYChart chart =
        marked(LineCharts.overEpochs("Average precision on the validation pictures", "AP", curves));
    chart.getStyler().setYAxisMax(1.0);
    LineCharts.save(List.of(chart), file);
  }

  /**
   * What each kind of error costs, and how far scores are from the shares of hits, after each
   * evaluation. Evaluations of runs that did not tell yet have no points.
   */
  public static void errors(List<Map<String, Object>> records, Path file) {
    Map<ErrorKind, Curve> costs = new EnumMap<>(ErrorKind.class);
    for (ErrorKind kind : ErrorKind.values()) {
      costs.put(kind, new Curve(kind.title(), Look.SOLID, costs.size()));
    }
    Curve endToEnd = new Curve("end to end", Look.SOLID, 0);
    Curve nms = new Curve("with NMS", Look.DASHED, 0);
    for (Map<String, Object> record : evaluations(records)) {
      boolean isEndToEnd = "e2e".equals(record.get("path"));
      if (isEndToEnd) {
        costs.forEach((kind, curve) -> add(record, List.of("errors", kind.key(), "cost"), curve));
      }
      add(record, List.of("calibration", "error"), isEndToEnd ? endToEnd : nms);
    }
    LineCharts.save(
        List.of(
            marked(
                LineCharts.overEpochs(
                    "AP50 that mending each kind of error would give, end to end",
                    "AP50 lost",
                    List.copyOf(costs.values()))),
            marked(
                LineCharts.overEpochs(
                    "Calibration error of the scores", "D-ECE", List.of(endToEnd, nms)))),
        file);
  }

  private static List<Map<String, Object>> evaluations(List<Map<String, Object>> records) {
    return records.stream().filter(record -> "eval".equals(record.get("kind"))).toList();
  }

  /** Adds a point where a record has a number at the end of a path, and it is defined. */
  private static void add(Map<String, Object> record, List<String> path, Curve into) {
    Object value = record;
    for (String key : path) {
      value = value instanceof Map<?, ?> fields ? fields.get(key) : null;
    }
    if (value instanceof Double number && number >= 0 && record.get("epoch") instanceof Double e) {
      into.add(e + 1, number);
    }
  }

  private static XYChart marked(XYChart chart) {
    chart.getStyler().setYAxisMin(0.0).setYAxisDecimalPattern("0.###");
    for (XYSeries series : chart.getSeriesMap().values()) {
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  /** The lines of a journal that tell of a batch that was learned. */
  static List<Map<String, Object>> steps(List<Map<String, Object>> records) {
    return records.stream().filter(record -> "step".equals(record.get("kind"))).toList();
  }

  static double stepsPerEpoch(List<Map<String, Object>> steps) {
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
}
