package dev.progloss.cli.picture;

import dev.progloss.study.plan.StudyPlan;
import dev.progloss.study.report.Difference;
import dev.progloss.study.report.Figures;
import dev.progloss.study.report.SetReport;
import dev.progloss.study.report.StudyReport;
import dev.progloss.study.result.Metric;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws differences from the baseline, a row for each arm, data set by data set: pairs, mean and
 * interval.
 */
final class DifferencePicture {

  private static final int WIDTH = 900;
  private static final int LEFT = 16;
  private static final int TOP = 76;
  private static final int ROW = 30;
  private static final int INDENT = 12;
  private static final int BOTTOM = 58;
  private static final int GAP = 14;
  private static final double POINTS = 100;
  private static final double LEAST_REACH = 0.1;
  private static final int TICKS = 8;

  private final String baseline;
  private final List<Row> rows;

  /**
   * A row.
   *
   * @param group where its pairs were made; rows of one group stand together under this title
   * @param name what stands before it
   * @param colour number of the arm's colour
   */
  record Row(String group, String name, int colour, Difference difference) {}

  DifferencePicture(String baseline, List<Row> rows) {
    this.baseline = baseline;
    this.rows = List.copyOf(rows);
  }

  /** A row for the end-to-end AP of every arm on all sets together, then on every set. */
  static List<Row> rows(StudyReport report) {
    List<Row> rows = new ArrayList<>();
    add(report, "all data sets together", report.pooled(), rows);
    for (SetReport set : report.sets()) {
      boolean isUnnamed = set.name().equals(StudyPlan.UNNAMED_SET);
      add(report, isUnnamed ? "" : Words.shortened(set.name()), set.differences(), rows);
    }
    return rows;
  }

  private static void add(StudyReport report, String group, List<Difference> all, List<Row> into) {
    List<String> arms = report.plan().arms().stream().map(arm -> arm.name()).toList();
    for (Difference each : all) {
      if (each.metric() == Metric.AP) {
        into.add(new Row(group, Words.shortened(each.arm()), arms.indexOf(each.arm()), each));
      }
    }
  }

  BufferedImage draw() {
    int titles = (int) IntStream.range(0, rows.size()).filter(this::isTitled).count();
    int bottom = TOP + ROW * (rows.size() + titles);
    BufferedImage canvas = new BufferedImage(WIDTH, bottom + BOTTOM, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen =
        Words.titled(
            canvas,
            "End-to-end AP against " + baseline,
            "rings: pairs of runs with one seed   square: their mean   bar: its 95 % interval");
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    FontMetrics metrics = pen.getFontMetrics();
    int names = rows.stream().mapToInt(row -> wide(row, metrics)).max().orElse(0);
    int texts = rows.stream().mapToInt(row -> metrics.stringWidth(text(row))).max().orElse(0);
    Scale scale = scale(LEFT + names + GAP, WIDTH - LEFT - texts - GAP);
    axis(pen, scale, bottom);
    int middle = TOP - ROW / 2;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (isTitled(i)) {
        middle += ROW;
        title(pen, row.group, middle + ROW / 4);
      }
      middle += ROW;
      pen.setColor(Color.BLACK);
      int base = middle + metrics.getAscent() / 2 - 1;
      pen.drawString(row.name, LEFT + INDENT, base);
      pen.drawString(text(row), scale.to + GAP, base);
      row(pen, row, scale, middle);
    }
    pen.dispose();
    return canvas;
  }

  /** What stands before the rows of a group, at its widest. */
  private static int wide(Row row, FontMetrics metrics) {
    return Math.max(INDENT + metrics.stringWidth(row.name), metrics.stringWidth(row.group));
  }

  /** Whether a row begins a group that has a title. */
  private boolean isTitled(int i) {
    String group = rows.get(i).group;
    return !group.isEmpty() && (i == 0 || !rows.get(i - 1).group.equals(group));
  }

  private static void title(Graphics2D pen, String text, int base) {
    Font plain = pen.getFont();
    pen.setFont(plain.deriveFont(Font.BOLD));
    pen.setColor(Color.BLACK);
    pen.drawString(text, LEFT, base);
    pen.setFont(plain);
  }

  /** Where a difference in points lies: the middle is zero. */
  private record Scale(int from, int to, double reach) {
    double x(double points) {
      return (from + to) / 2.0 + points / reach * (to - from) / 2.0;
    }
  }

  private Scale scale(int from, int to) {
    double reach = LEAST_REACH;
    for (Row row : rows) {
      for (double each : values(row)) {
        reach = Math.max(reach, Math.abs(each));
      }
    }
    return new Scale(from, to, 1.08 * reach);
  }

  private static List<Double> values(Row row) {
    List<Double> values = new ArrayList<>();
    for (Difference.Stratum stratum : row.difference.strata()) {
      stratum.differences().forEach(each -> values.add(POINTS * each));
    }
    row.difference
        .interval()
        .ifPresent(it -> values.addAll(List.of(POINTS * it.low(), POINTS * it.high())));
    return values;
  }

  private static String text(Row row) {
    return Figures.points(row.difference.mean())
        + "   adjusted p "
        + Figures.chance(row.difference.adjusted());
  }

  private static void axis(Graphics2D pen, Scale scale, int bottom) {
    double step = step(scale.reach);
    FontMetrics metrics = pen.getFontMetrics();
    for (int i = (int) -Math.floor(scale.reach / step); i * step <= scale.reach; i++) {
      double x = scale.x(i * step);
      pen.setColor(i == 0 ? Color.GRAY : new Color(0xDDDDDD));
      pen.draw(new Line2D.Double(x, TOP, x, bottom));
      pen.setColor(Color.BLACK);
      String label = label(i * step);
      pen.drawString(label, (float) x - metrics.stringWidth(label) / 2f, bottom + 18);
    }
    String title = "points of AP";
    float middle = (scale.from + scale.to - metrics.stringWidth(title)) / 2f;
    pen.drawString(title, middle, bottom + 40);
  }

  private static String label(double points) {
    String text = String.format(Locale.ROOT, "%+.2f", points);
    text = text.replaceAll("0+$", "").replaceAll("\\.$", "");
    return text.equals("+0") || text.equals("-0") ? "0" : text;
  }

  /** 1, 2 or 5 times a power of ten, such that labels have room. */
  private static double step(double reach) {
    double least = 2 * reach / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static void row(Graphics2D pen, Row row, Scale scale, int middle) {
    Color colour = Palette.of(row.colour);
    pen.setColor(Palette.faint(row.colour));
    pen.setStroke(new BasicStroke(6, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    row.difference
        .interval()
        .ifPresent(
            it ->
                pen.draw(
                    new Line2D.Double(
                        scale.x(POINTS * it.low()), middle, scale.x(POINTS * it.high()), middle)));
    pen.setStroke(new BasicStroke(1.4f));
    pen.setColor(colour);
    for (Difference.Stratum stratum : row.difference.strata()) {
      for (double each : stratum.differences()) {
        pen.draw(new Ellipse2D.Double(scale.x(POINTS * each) - 4, middle - 4, 8, 8));
      }
    }
    double mean = scale.x(POINTS * row.difference.mean());
    pen.fill(new Rectangle2D.Double(mean - 5, middle - 5, 10, 10));
  }
}
