package dev.progloss.cli.picture;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.core.detection.ClassNames;
import dev.progloss.core.detection.Detection;
import dev.progloss.data.image.Image;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws boxes with their classes into pictures.
 *
 * @param classes names and colours
 */
public record BoxPainter(ClassNames classes) {

  private static final Color RIM = new Color(255, 255, 255, 170);

  /** The picture with what a detector claims, surest on top. */
  public Image withDetections(Image image, List<Detection> detections) {
    BufferedImage canvas = toCanvas(image);
    Graphics2D pen = pen(canvas);
    for (int i = detections.size() - 1; i >= 0; i--) {
      Detection each = detections.get(i);
      String label =
          String.format(Locale.ROOT, "%s %.2f", classes.name(each.classIndex()), each.score());
      box(pen, canvas, each.box(), label, each.classIndex());
    }
    pen.dispose();
    return toImage(canvas);
  }

  /** The picture with what a person marked. */
  public Image withAnnotations(Image image, List<Annotation> annotations) {
    BufferedImage canvas = toCanvas(image);
    Graphics2D pen = pen(canvas);
    for (Annotation each : annotations) {
      box(pen, canvas, each.box(), classes.name(each.classIndex()), each.classIndex());
    }
    pen.dispose();
    return toImage(canvas);
  }

  private static Graphics2D pen(BufferedImage canvas) {
    Graphics2D pen = canvas.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    int side = Math.max(canvas.getWidth(), canvas.getHeight());
    pen.setStroke(new BasicStroke(Math.max(1.5f, side / 400f)));
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(10, side / 50)));
    return pen;
  }

  /** A frame with its label above it; inside, where there is no room above. */
  private static void box(
      Graphics2D pen, BufferedImage canvas, Box box, String label, int classIndex) {
    int x = (int) Math.round(box.x1());
    int y = (int) Math.round(box.y1());
    int boxWidth = (int) Math.round(box.width());
    int boxHeight = (int) Math.round(box.height());
    // A light rim: a frame must also be seen on an object of its own colour.
    BasicStroke line = (BasicStroke) pen.getStroke();
    pen.setStroke(new BasicStroke(line.getLineWidth() + 2));
    pen.setColor(RIM);
    pen.drawRect(x, y, boxWidth, boxHeight);
    pen.setStroke(line);
    pen.setColor(Palette.of(classIndex));
    pen.drawRect(x, y, boxWidth, boxHeight);
    FontMetrics metrics = pen.getFontMetrics();
    int width = metrics.stringWidth(label) + 4;
    int height = metrics.getAscent() + 2;
    int left = Math.max(0, Math.min(x, canvas.getWidth() - width));
    int top = y - height >= 0 ? y - height : Math.min(y, canvas.getHeight() - height);
    pen.fillRect(left, top, width, height);
    pen.setColor(Color.WHITE);
    pen.drawString(label, left + 2, top + metrics.getAscent());
  }

  /** A copy to draw on. */
  static BufferedImage toCanvas(Image image) {
    BufferedImage canvas =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[image.width() * image.height()];
    byte[] rgb = image.rgb();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          ((rgb[3 * i] & 0xFF) << 16) | ((rgb[3 * i + 1] & 0xFF) << 8) | (rgb[3 * i + 2] & 0xFF);
    }
    canvas.setRGB(0, 0, image.width(), image.height(), pixels, 0, image.width());
    return canvas;
  }

  /** What was drawn. */
  static Image toImage(BufferedImage canvas) {
    int width = canvas.getWidth();
    int height = canvas.getHeight();
    int[] pixels = canvas.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return new Image(width, height, rgb);
  }
}
