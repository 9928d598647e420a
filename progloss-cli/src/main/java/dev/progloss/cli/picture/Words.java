package dev.progloss.cli.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Words beside pictures. */
final class Words {

  private static final int LEFT = 16;
  private static final int TITLE_BASE = 28;
  private static final int SUBTITLE_BASE = 50;
  private static final int MOST = 24;

  private Words() {}

  /** A pen on a white canvas with a title and a smaller line below it; font and colour of text. */
  static Graphics2D titled(BufferedImage canvas, String title, String subtitle) {
    Graphics2D pen = canvas.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
    pen.setColor(Color.BLACK);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    pen.drawString(title, LEFT, TITLE_BASE);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    pen.drawString(subtitle, LEFT, SUBTITLE_BASE);
    return pen;
  }

  /** At most 24 characters, so that names leave room for what they name. */
  static String shortened(String name) {
    return name.length() <= MOST ? name : name.substring(0, MOST - 1) + "…";
  }
}
