package dev.progloss.cli.picture;

import dev.progloss.core.error.DataException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Line charts as all pictures have them: white, legend beside, colours of the classes. */
final class LineCharts {

  static final int WIDTH = 760;
  static final int HEIGHT = 480;
  private static final int SMALL_WIDTH = 420;
  private static final int SMALL_HEIGHT = 290;
  private static final int LEGEND_ROW = 28;
  private static final Font LEGEND_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final int SHARE_LABELS = 6; // 0, 0.2 .. 1
  private static final int EPOCH_LABELS = 6; // 0, 20 .. 100
  private static final float SUMMARY_WIDTH = 3.5f;
  private static final float MEAN_WIDTH = 2.5f;
  private static final float LAYER = 2.2f;

  private LineCharts() {}

  /** How a curve is drawn. */
  enum Look {
    SOLID,
    DASHED,
    /** Black and wide: what sums up the others. */
    SUMMARY,
    /** Grey and without a name: too many to be told apart. */
    FAINT,
    /** Filled down to the axis. */
    FILLED,
    /** The same in a pale shade. */
    FILLED_PALE,
    /** In a pale colour and without a name: one of those that a solid line is the mean of. */
    THIN,
    /** Solid and wide: a mean of thin ones. */
    MEAN,
    /** Solid, the wider the earlier, so that lines at the same place can all be seen. */
    LAYERED
  }

  /** A line through points. */
  record Curve(String name, List<Double> x, List<Double> y, Look look, int colour) {

    Curve(String name, Look look, int colour) {
      this(name, new ArrayList<>(), new ArrayList<>(), look, colour);
    }

    void add(double atX, double value) {
      x.add(atX);
      y.add(value);
    }
  }

  static XYChart overEpochs(String title, String yTitle, List<Curve> curves) {
    return chart(named(title, "epoch", yTitle).width(WIDTH).height(HEIGHT), curves);
  }

  /** One of many on a page, which has the legend. */
  static XYChart smallOverEpochs(String title, String yTitle, List<Curve> curves) {
    XYChart chart =
        chart(named(title, "epoch", yTitle).width(SMALL_WIDTH).height(SMALL_HEIGHT), curves);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisDecimalPattern("0.###");
    chart.getStyler().setXAxisMaxLabelCount(EPOCH_LABELS);
    return chart;
  }

  /** Both axes from 0 to 1. */
  static XYChart ofShares(String title, String xTitle, String yTitle, List<Curve> curves) {
    XYChart chart = chart(named(title, xTitle, yTitle).width(WIDTH).height(HEIGHT), curves);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setXAxisMax(1.0);
    chart.getStyler().setXAxisMaxLabelCount(SHARE_LABELS);
    chart.getStyler().setXAxisDecimalPattern("0.0");
    return chart;
  }

  private static XYChartBuilder named(String title, String xTitle, String yTitle) {
    return new XYChartBuilder().title(title).xAxisTitle(xTitle).yAxisTitle(yTitle);
  }

  private static XYChart chart(XYChartBuilder builder, List<Curve> curves) {
    XYChart chart = builder.build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridLinesColor(new Color(0xDDDDDD));
    chart.getStyler().setXAxisMin(0.0);
    for (Curve curve : curves) {
      if (!curve.x().isEmpty()) {
        // Two classes may have one name; a chart's series may not.
        String name = curve.name();
        while (chart.getSeriesMap().containsKey(name)) {
          name += " ";
        }
        style(chart.addSeries(name, curve.x(), curve.y()), curve);
      }
    }
    return chart;
  }

  private static void style(XYSeries series, Curve curve) {
    Color colour =
        switch (curve.look()) {
          case SOLID, DASHED, FILLED, MEAN, LAYERED -> Palette.of(curve.colour());
          case THIN -> Palette.faint(curve.colour());
          case FILLED_PALE -> Palette.paleOf(curve.colour());
          case SUMMARY -> Color.BLACK;
          case FAINT -> Color.LIGHT_GRAY;
        };
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(curve.look() == Look.DASHED ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
    switch (curve.look()) {
      case SUMMARY -> series.setLineStyle(new BasicStroke(SUMMARY_WIDTH));
      case MEAN -> series.setLineStyle(new BasicStroke(MEAN_WIDTH));
      case LAYERED ->
          series.setLineStyle(new BasicStroke(Math.max(2, 11 - LAYER * curve.colour())));
      case FAINT, THIN -> series.setLineStyle(new BasicStroke(1));
      case SOLID, DASHED, FILLED, FILLED_PALE -> {
        // as set above
      }
    }
    if (curve.look() == Look.FILLED || curve.look() == Look.FILLED_PALE) {
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
      series.setFillColor(colour);
    }
    series.setShowInLegend(curve.look() != Look.FAINT && curve.look() != Look.THIN);
    series.setLineColor(colour);
    series.setMarkerColor(colour);
  }

  /** Writes charts of one size, at least one, in rows of so many; the last row may be shorter. */
  static void save(List<XYChart> charts, int columns, Path file) {
    save(charts, columns, List.of(), file);
  }

  /**
   * The same with a legend for all of them on top.
   *
   * @param legend names in the colours of their lines; may be none
   */
  static void save(List<XYChart> charts, int columns, List<Curve> legend, Path file) {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + columns - 1) / columns;
    int pageWidth = Math.min(columns, charts.size()) * width;
    int top = legend.isEmpty() ? 0 : drawLegend(null, legend, pageWidth);
    BufferedImage page =
        new BufferedImage(pageWidth, top + rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = page.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, page.getWidth(), page.getHeight());
    drawLegend(pen, legend, pageWidth);
    for (int i = 0; i < charts.size(); i++) {
      BufferedImage chart = BitmapEncoder.getBufferedImage(charts.get(i));
      pen.drawImage(chart, i % columns * width, top + i / columns * height, null);
    }
    pen.dispose();
    ChartFile.write(file, page);
  }

  /**
   * Names beside strokes of their colours, in as many rows as they need.
   *
   * @param pen null to measure only
   * @return height of the rows, pixels
   */
  private static int drawLegend(@Nullable Graphics2D pen, List<Curve> legend, int width) {
    FontRenderContext measure = new FontRenderContext(null, true, false);
    int x = LEGEND_ROW;
    int y = LEGEND_ROW;
    for (Curve curve : legend) {
      int length = (int) LEGEND_FONT.getStringBounds(curve.name(), measure).getWidth();
      int needed = 2 * LEGEND_ROW + length;
      if (x + needed > width && x > LEGEND_ROW) {
        x = LEGEND_ROW;
        y += LEGEND_ROW;
      }
      if (pen != null) {
        pen.setRenderingHint(
            RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Palette.of(curve.colour()));
        pen.fillRect(x, y - 6, LEGEND_ROW, 4);
        pen.setColor(Color.DARK_GRAY);
        pen.setFont(LEGEND_FONT);
        pen.drawString(curve.name(), x + LEGEND_ROW + 6, y);
      }
      x += needed;
    }
    return y + LEGEND_ROW / 2;
  }

  /** Writes one chart, or up to four in two rows. */
  static void save(List<? extends Chart<?, ?>> charts, Path file) {
    try {
      if (charts.size() == 1) {
        BitmapEncoder.saveBitmap(charts.get(0), file.toString(), BitmapFormat.PNG);
      } else {
        BitmapEncoder.saveBitmap(
            List.copyOf(charts), (charts.size() + 1) / 2, 2, file.toString(), BitmapFormat.PNG);
      }
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }
}
