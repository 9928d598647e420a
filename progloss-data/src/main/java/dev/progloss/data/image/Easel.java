package dev.progloss.data.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Native memory in which pictures are put together, one after another: laid on a square canvas,
 * moved, mirrored, recoloured, and only then copied to the heap. The same pixels as step by step on
 * the heap, without a copy at each step.
 *
 * <p>Belongs to one thread and must be closed. A picture begins with {@link #begin}; all later
 * calls are about it.
 */
public final class Easel implements AutoCloseable {

  private static final int CHANNELS = 3;

  private final byte padding;
  private final Mat canvas = new Mat();
  private final MatVector planes = new MatVector(CHANNELS);
  private Mat shown = new Mat();
  private Mat spare = new Mat();
  private int canvasSide;
  private ByteBuffer canvasBytes = ByteBuffer.allocate(0);
  private byte[] paddingRow = new byte[0];
  private PixelArea seen = PixelArea.square(0);

  private Easel(int padding) {
    this.padding = (byte) padding;
  }

  /**
   * An easel without a picture.
   *
   * @param padding value of what no picture covers, in all three channels, 0..255
   */
  public static Easel open(int padding) {
    NativePixels.start();
    return new Easel(padding);
  }

  /**
   * Begins a picture.
   *
   * @param side side of its canvas, pixels, at least 1
   * @param area what will be looked at; the rest of the canvas may hold anything
   */
  public void begin(int side, PixelArea area) {
    if (side != canvasSide) {
      canvas.create(side, side, opencv_core.CV_8UC3);
      canvasBytes = canvas.createBuffer();
      paddingRow = new byte[CHANNELS * side];
      Arrays.fill(paddingRow, padding);
      canvasSide = side;
    }
    seen = area.and(PixelArea.square(side));
  }

  /** Whether anything of this part of the canvas will be looked at. */
  public boolean shows(PixelArea area) {
    return !seen.and(area).isEmpty();
  }

  /**
   * Lays a picture into a cell of the canvas; the cell's other pixels become padding.
   *
   * @param left column of the canvas where the picture's first column comes to lie, perhaps outside
   * @param top the same for rows
   * @param cell what of the canvas it may cover
   */
  public void lay(Image image, int left, int top, PixelArea cell) {
    PixelArea visible = cell.and(seen);
    PixelArea covered =
        visible.and(new PixelArea(left, top, left + image.width(), top + image.height()));
    for (int y = visible.top(); y < visible.bottom(); y++) {
      if (covered.isEmpty() || y < covered.top() || y >= covered.bottom()) {
        pad(y, visible.left(), visible.right());
        continue;
      }
      pad(y, visible.left(), covered.left());
      int from = CHANNELS * ((y - top) * image.width() + covered.left() - left);
      int length = CHANNELS * (covered.right() - covered.left());
      canvasBytes.put(CHANNELS * (y * canvasSide + covered.left()), image.rgb(), from, length);
      pad(y, covered.right(), visible.right());
    }
  }

  /** Leaves a cell of the canvas empty. */
  public void pad(PixelArea cell) {
    PixelArea visible = cell.and(seen);
    for (int y = visible.top(); y < visible.bottom(); y++) {
      pad(y, visible.left(), visible.right());
    }
  }

  private void pad(int y, int from, int to) {
    if (from < to) {
      canvasBytes.put(CHANNELS * (y * canvasSide + from), paddingRow, 0, CHANNELS * (to - from));
    }
  }

  /** Pastes parts of the canvas's mirror image, left and right exchanged, where they lie in it. */
  public void pasteMirrored(List<PixelArea> areas) {
    try (PointerScope scope = new PointerScope()) {
      Mat mirrored = new Mat();
      opencv_core.flip(canvas, mirrored, 1);
      for (PixelArea area : areas) {
        Rect place =
            new Rect(
                area.left(), area.top(), area.right() - area.left(), area.bottom() - area.top());
        new Mat(mirrored, place).copyTo(new Mat(canvas, place));
      }
    }
  }

  /** Shows the canvas as it is. */
  public void show() {
    canvas.copyTo(shown);
  }

  /**
   * Shows the canvas moved through a plane mapping; see {@link Warp}.
   *
   * @param matrix nine numbers, canvas to target, pixel centres
   * @param side side of the square target, pixels
   */
  public void showMoved(double[] matrix, int side) {
    Warp.into(canvas, matrix, shown, side, padding & 0xFF);
  }

  /** What is shown, as a picture on the heap. */
  public Image image() {
    return NativePixels.toImage(shown);
  }

  /**
   * Copies what is shown.
   *
   * @param rgb receives three bytes a pixel
   * @param at index of the first of them
   */
  public void copyTo(byte[] rgb, int at) {
    shown.data().get(rgb, at, CHANNELS * shown.rows() * shown.cols());
  }

  /** Shows another picture. */
  public void show(Image image) {
    shown.create(image.height(), image.width(), opencv_core.CV_8UC3);
    shown.data().put(image.rgb(), 0, image.rgb().length);
  }

  /** Exchanges left and right, or top and bottom, or both. */
  public void mirror(boolean leftRight, boolean upDown) {
    if (leftRight || upDown) {
      opencv_core.flip(shown, spare, leftRight ? (upDown ? -1 : 1) : 0);
      swap();
    }
  }

  /** Multiplies hue, saturation and value; see {@link HsvJitter}. */
  public void recolour(double hue, double saturation, double value) {
    byte[][] tables = HsvJitter.tables(hue, saturation, value);
    try (PointerScope scope = new PointerScope()) {
      opencv_imgproc.cvtColor(shown, spare, opencv_imgproc.COLOR_RGB2HSV);
      // Looking up one channel at a time is faster than all three at once.
      opencv_core.split(spare, planes);
      for (int i = 0; i < CHANNELS; i++) {
        Mat plane = planes.get(i);
        Mat table = new Mat(1, tables[i].length, opencv_core.CV_8UC1, new BytePointer(tables[i]));
        opencv_core.LUT(plane, table, plane);
      }
      opencv_core.merge(planes, spare);
      opencv_imgproc.cvtColor(spare, shown, opencv_imgproc.COLOR_HSV2RGB);
    }
  }

  /** Exchanges red and blue. */
  public void exchangeRedBlue() {
    opencv_imgproc.cvtColor(shown, spare, opencv_imgproc.COLOR_RGB2BGR);
    swap();
  }

  private void swap() {
    Mat next = spare;
    spare = shown;
    shown = next;
  }

  @Override
  public void close() {
    canvasSide = 0;
    canvasBytes = ByteBuffer.allocate(0);
    canvas.close();
    planes.close();
    shown.close();
    spare.close();
  }
}
