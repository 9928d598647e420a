package dev.progloss.data.synthetic;

import dev.progloss.core.box.Box;
import dev.progloss.data.augment.SampleRandom;
import dev.progloss.data.image.Image;

/** Paints scenes in plain arithmetic, so that a seed gives the same bytes everywhere. */
final class ScenePainter {

  /** Points a pixel's side is looked at: edges come out smooth. */
  private static final int FINENESS = 3;

  private final Scene scene;
  private final double[] canvas;

  private ScenePainter(Scene scene) {
    this.scene = scene;
    this.canvas = new double[3 * scene.side() * scene.side()];
  }

  /**
   * The picture of a scene.
   *
   * @param random for the grain
   */
  static Image paint(Scene scene, SampleRandom random) {
    ScenePainter painter = new ScenePainter(scene);
    painter.background();
    for (Scene.Stroke stroke : scene.clutter()) {
      double w = stroke.halfWidth();
      Box around =
          new Box(
              Math.min(stroke.x1(), stroke.x2()) - w,
              Math.min(stroke.y1(), stroke.y2()) - w,
              Math.max(stroke.x1(), stroke.x2()) + w,
              Math.max(stroke.y1(), stroke.y2()) + w);
      painter.fill(around, stroke::covers, stroke.rgb());
    }
    for (PlacedShape shape : scene.objects()) {
      painter.fill(shape.box(), shape::covers, shape.rgb());
    }
    return painter.grained(random);
  }

  private interface Area {
    boolean covers(double x, double y);
  }

  private void background() {
    int side = scene.side();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double u = (x + 0.5) / side;
        double v = (y + 0.5) / side;
        for (int channel = 0; channel < 3; channel++) {
          double top = (1 - u) * corner(0, channel) + u * corner(1, channel);
          double bottom = (1 - u) * corner(2, channel) + u * corner(3, channel);
          canvas[3 * (y * side + x) + channel] = (1 - v) * top + v * bottom;
        }
      }
    }
  }

  private int corner(int index, int channel) {
    return value(scene.corners().get(index), channel);
  }

  private static int value(int rgb, int channel) {
    return (rgb >> (16 - 8 * channel)) & 0xFF;
  }

  private void fill(Box around, Area area, int rgb) {
    int side = scene.side();
    Box inside = around.clippedTo(side, side);
    for (int y = (int) inside.y1(); y < Math.min(side, Math.ceil(inside.y2())); y++) {
      for (int x = (int) inside.x1(); x < Math.min(side, Math.ceil(inside.x2())); x++) {
        double share = coverage(area, x, y);
        for (int channel = 0; channel < 3 && share > 0; channel++) {
          int at = 3 * (y * side + x) + channel;
          canvas[at] += share * (value(rgb, channel) - canvas[at]);
        }
      }
    }
  }

  private static double coverage(Area area, int x, int y) {
    int hits = 0;
    for (int row = 0; row < FINENESS; row++) {
      for (int column = 0; column < FINENESS; column++) {
        double px = x + (column + 0.5) / FINENESS;
        double py = y + (row + 0.5) / FINENESS;
        hits += area.covers(px, py) ? 1 : 0;
      }
    }
    return (double) hits / (FINENESS * FINENESS);
  }

  private Image grained(SampleRandom random) {
    byte[] rgb = new byte[canvas.length];
    for (int i = 0; i < canvas.length; i++) {
      double value = canvas[i] + random.between(-scene.grain(), scene.grain());
      rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return new Image(scene.side(), scene.side(), rgb);
  }
}
