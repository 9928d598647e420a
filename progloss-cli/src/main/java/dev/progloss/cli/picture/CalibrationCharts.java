package dev.progloss.cli.picture;

import dev.progloss.cli.picture.LineCharts.Curve;
import dev.progloss.cli.picture.LineCharts.Look;
import dev.progloss.eval.calibration.Calibration;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a reliability diagram, and beside it how many detections each point stands for. */
final class CalibrationCharts {

  private CalibrationCharts() {}

  static void draw(Calibration calibration, Path file) {
    LineCharts.save(List.of(reliability(calibration), counts(calibration)), file);
  }

  private static XYChart reliability(Calibration calibration) {
    Curve ideal = new Curve("score = share of hits", Look.DASHED, 13);
    ideal.add(0, 0);
    ideal.add(1, 1);
    Curve seen = new Curve("this detector", Look.SOLID, 2);
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        seen.add(bin.score(), bin.hits());
      }
    }
    String error =
        calibration.error() < 0
            ? "nothing to measure"
            : String.format(Locale.ROOT, "calibration error %.3f", calibration.error());
    XYChart chart =
        LineCharts.ofShares(
            "Is a score the chance of a hit? " + error,
            "mean score in a tenth of the range",
            "share that hits at IoU 0.50",
            List.of(ideal, seen));
    XYSeries points = chart.getSeriesMap().get(seen.name());
    if (points != null) {
      points.setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  private static CategoryChart counts(Calibration calibration) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(LineCharts.WIDTH)
            .height(LineCharts.HEIGHT)
            .title("Detections in each tenth")
            .xAxisTitle("score from")
            .yAxisTitle("detections")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridLinesColor(new Color(0xDDDDDD));
    chart.getStyler().setYAxisMin(0.0);
    // Most detections have low scores: elsewhere a bar is too short to be read off.
    chart.getStyler().setLabelsVisible(true).setLabelsPosition(1);
    chart.getStyler().setLabelsFontColorAutomaticEnabled(false).setLabelsFontColor(Color.BLACK);
    List<String> names = new ArrayList<>();
    List<Number> counts = new ArrayList<>();
    for (int i = 0; i < calibration.bins().size(); i++) {
      double from = Math.max(Calibration.FROM, (double) i / Calibration.BINS);
      names.add(String.format(Locale.ROOT, i == 0 ? "%.2f" : "%.1f", from));
      counts.add(calibration.bins().get(i).count());
    }
    chart.addSeries("detections", names, counts).setFillColor(Palette.paleOf(2));
    return chart;
  }
}
