package dev.progloss.cli.picture;

import dev.progloss.core.error.DataException;
import dev.progloss.run.layout.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Charts as PNG files with a palette: they have few colours, thousands of shades between them where
 * lines are smoothed, and nobody misses those shades. Much smaller than in full colour.
 */
final class ChartFile {

  private static final int MOST = 64;
  private static final int BYTE = 0xFF;

  private ChartFile() {}

  /**
   * Writes a chart, whole or not at all.
   *
   * @throws DataException if the file cannot be written
   */
  static void write(Path file, BufferedImage chart) {
    byte[] bytes = encode(chart);
    try {
      AtomicFiles.write(file, to -> to.write(bytes));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }

  /** The same picture gives the same bytes. */
  static byte[] encode(BufferedImage chart) {
    int width = chart.getWidth();
    int[] pixels = chart.getRGB(0, 0, width, chart.getHeight(), null, 0, width);
    int[] palette = palette(pixels);
    Map<Integer, Integer> nearest = new HashMap<>();
    byte[] indices = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int index = nearest.computeIfAbsent(pixels[i], colour -> nearest(colour, palette));
      indices[i] = (byte) index;
    }
    return IndexedPng.of(width, palette, indices);
  }

  /** The colours that most pixels have; of as many pixels, the smaller number first. */
  private static int[] palette(int[] pixels) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    List<Integer> colours =
        counts.keySet().stream()
            .sorted(
                Comparator.comparing((Integer colour) -> -counts.getOrDefault(colour, 0))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST)
            .toList();
    return colours.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int nearest(int colour, int[] palette) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < palette.length && least > 0; i++) {
      int distance =
          square(colour >> 16, palette[i] >> 16)
              + square(colour >> 8, palette[i] >> 8)
              + square(colour, palette[i]);
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  private static int square(int a, int b) {
    int difference = (a & BYTE) - (b & BYTE);
    return difference * difference;
  }
}
