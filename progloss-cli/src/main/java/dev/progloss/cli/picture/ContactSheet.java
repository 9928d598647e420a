package dev.progloss.cli.picture;

import dev.progloss.data.image.Image;
import dev.progloss.data.image.LetterboxedImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures in rows, each with a caption below. */
public final class ContactSheet {

  private static final int CAPTION = 20;
  private static final int GAP = 6;

  private final int columns;
  private final int side;
  private final List<Image> pictures = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();

  /**
   * An empty sheet.
   *
   * @param columns pictures in a row
   * @param side of the square that each is fitted into, pixels
   */
  public ContactSheet(int columns, int side) {
    this.columns = columns;
    this.side = side;
  }

  /** Adds a picture. */
  public void add(Image picture, String caption) {
    pictures.add(LetterboxedImage.of(picture, side).image());
    captions.add(caption);
  }

  /** The sheet. */
  public Image toImage() {
    int rows = (pictures.size() + columns - 1) / columns;
    BufferedImage canvas =
        new BufferedImage(
            columns * (side + GAP) + GAP,
            rows * (side + CAPTION + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = canvas.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
    pen.setColor(Color.DARK_GRAY);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    for (int i = 0; i < pictures.size(); i++) {
      int x = GAP + i % columns * (side + GAP);
      int y = GAP + i / columns * (side + CAPTION + GAP);
      pen.drawImage(BoxPainter.toCanvas(pictures.get(i)), x, y, null);
      pen.drawString(fitted(pen, captions.get(i)), x + 2, y + side + CAPTION - 6);
    }
    pen.dispose();
    return BoxPainter.toImage(canvas);
  }

  /** The end of a caption, which says most in a file name, where all of it does not fit. */
  private String fitted(Graphics2D pen, String caption) {
    String text = caption;
    while (text.length() > 1 && pen.getFontMetrics().stringWidth(text) > side - 4) {
      text = "…" + text.substring(2);
    }
    return text;
  }
}
