package dev.progloss.cli.picture;

import dev.progloss.data.image.Image;
import dev.progloss.eval.confusion.ConfusionMatrix;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws a confusion matrix: columns are what is there, rows what was said. */
public final class MatrixPicture {

  private static final int MOST_SIDE = 1100;
  private static final int LEAST_CELL = 14;
  private static final int MOST_CELL = 90;
  private static final int TITLE = 70;
  private static final int LEAST_WIDTH = 460; // of the line below the title

  private final ConfusionMatrix matrix;
  private final List<String> names;
  private final int cell;
  private int margin;

  private MatrixPicture(ConfusionMatrix matrix, List<String> classes) {
    this.matrix = matrix;
    this.names = new ArrayList<>(classes);
    this.names.add("background");
    this.cell = Math.max(LEAST_CELL, Math.min(MOST_CELL, MOST_SIDE / names.size()));
  }

  /** The picture of a matrix; shades are shares of a column. */
  public static Image of(ConfusionMatrix matrix, List<String> classes) {
    return new MatrixPicture(matrix, classes).draw();
  }

  private Image draw() {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(9, Math.min(15, cell / 3)));
    FontMetrics metrics =
        new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics().getFontMetrics(font);
    margin = names.stream().mapToInt(metrics::stringWidth).max().orElse(0) + 50;
    int side = cell * names.size();
    BufferedImage canvas =
        new BufferedImage(
            Math.max(LEAST_WIDTH, margin + side + 30),
            TITLE + side + margin,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = canvas.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
    pen.setColor(Color.BLACK);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    pen.drawString("Confusion matrix", 16, 28);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    pen.drawString(
        "confidence ≥ "
            + matrix.thresholds().confidence()
            + ", IoU > "
            + matrix.thresholds().overlap()
            + "; columns: truth, rows: detected",
        16,
        50);
    pen.setFont(font);
    for (int row = 0; row < names.size(); row++) {
      for (int column = 0; column < names.size(); column++) {
        cell(pen, row, column);
      }
    }
    labels(pen);
    pen.dispose();
    return BoxPainter.toImage(canvas);
  }

  private void cell(Graphics2D pen, int row, int column) {
    long count = matrix.count(row, column);
    double share = (double) count / Math.max(1, columnSum(column));
    int x = margin + column * cell;
    int y = TITLE + row * cell;
    pen.setColor(
        new Color((int) (255 - 225 * share), (int) (255 - 165 * share), (int) (255 - 75 * share)));
    pen.fillRect(x, y, cell, cell);
    pen.setColor(Color.LIGHT_GRAY);
    pen.drawRect(x, y, cell, cell);
    String text = String.valueOf(count);
    FontMetrics metrics = pen.getFontMetrics();
    if (count > 0 && metrics.stringWidth(text) <= cell - 2) {
      pen.setColor(share > 0.6 ? Color.WHITE : Color.BLACK);
      pen.drawString(
          text,
          x + (cell - metrics.stringWidth(text)) / 2,
          y + (cell + metrics.getAscent()) / 2 - 2);
    }
  }

  private long columnSum(int column) {
    long sum = 0;
    for (int row = 0; row < names.size(); row++) {
      sum += matrix.count(row, column);
    }
    return sum;
  }

  private void labels(Graphics2D pen) {
    FontMetrics metrics = pen.getFontMetrics();
    pen.setColor(Color.BLACK);
    int side = cell * names.size();
    for (int i = 0; i < names.size(); i++) {
      int middle = i * cell + (cell + metrics.getAscent()) / 2 - 2;
      String name = names.get(i);
      pen.drawString(name, margin - metrics.stringWidth(name) - 8, TITLE + middle);
      AffineTransform upright = pen.getTransform();
      pen.translate(margin + middle, TITLE + side + 8 + metrics.stringWidth(name));
      pen.rotate(-Math.PI / 2);
      pen.drawString(name, 0, 0);
      pen.setTransform(upright);
    }
  }
}
