package dev.progloss.cli.picture;

import dev.progloss.data.image.Image;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws lying bars, one below the other, each with its name and its value in words. */
final class BarPicture {

  private static final int WIDTH = 900;
  private static final int LEFT = 16;
  private static final int TOP = 76;
  private static final int ROW = 26;
  private static final int BAR = 18;
  private static final int GAP = 10;
  private static final int MOST_ROWS = 45;

  private final String title;
  private final String subtitle;
  private final List<Bar> bars = new ArrayList<>();

  private record Bar(String name, double share, double inner, String text, Color colour) {}

  BarPicture(String title, String subtitle) {
    this.title = title;
    this.subtitle = subtitle;
  }

  /**
   * Adds a bar.
   *
   * @param share how long it is, 0..1; what lies outside is cut
   * @param inner a darker part of it from the left
   * @param text what stands behind it
   */
  void add(String name, double share, double inner, String text, Color colour) {
    bars.add(new Bar(Words.shortened(name), cut(share), cut(inner), text, colour));
  }

  private static double cut(double share) {
    return Math.max(0, Math.min(1, share));
  }

  /** The picture; more than 45 bars stand in columns. */
  Image draw() {
    int columns = Math.max(1, (bars.size() + MOST_ROWS - 1) / MOST_ROWS);
    int rows = Math.max(1, (bars.size() + columns - 1) / columns);
    BufferedImage canvas =
        new BufferedImage(WIDTH * columns, TOP + rows * ROW + 20, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = Words.titled(canvas, title, subtitle);
    FontMetrics metrics = pen.getFontMetrics();
    int names = bars.stream().mapToInt(bar -> metrics.stringWidth(bar.name)).max().orElse(0);
    int texts = bars.stream().mapToInt(bar -> metrics.stringWidth(bar.text)).max().orElse(0);
    int length = WIDTH - 2 * LEFT - names - texts - 2 * GAP;
    for (int i = 0; i < bars.size(); i++) {
      Graphics2D place = (Graphics2D) pen.create();
      place.translate(LEFT + i / rows * WIDTH, TOP + i % rows * ROW);
      bar(place, bars.get(i), names, length);
      place.dispose();
    }
    pen.dispose();
    return BoxPainter.toImage(canvas);
  }

  private static void bar(Graphics2D pen, Bar bar, int names, int length) {
    FontMetrics metrics = pen.getFontMetrics();
    int base = (BAR + metrics.getAscent()) / 2 - 1;
    pen.setColor(Color.BLACK);
    pen.drawString(bar.name, names - metrics.stringWidth(bar.name), base);
    int from = names + GAP;
    pen.setColor(new Color(0xF0F0F0));
    pen.fillRect(from, 0, length, BAR);
    pen.setColor(Palette.pale(bar.colour));
    pen.fillRect(from, 0, (int) Math.round(bar.share * length), BAR);
    pen.setColor(bar.colour);
    pen.fillRect(from, 0, (int) Math.round(bar.inner * length), BAR);
    pen.setColor(Color.BLACK);
    pen.drawString(bar.text, from + length + GAP, base);
  }
}
