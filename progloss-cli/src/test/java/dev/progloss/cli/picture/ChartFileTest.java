package dev.progloss.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChartFileTest {

  @TempDir Path folder;

  private static BufferedImage chart(int shades) {
    BufferedImage chart = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = chart.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 300, 200);
    pen.dispose();
    for (int i = 0; i < shades; i++) {
      chart.setRGB(i % 300, 50 + i / 300, (i * 7919) & 0xFFFFFF);
    }
    return chart;
  }

  @Test
  void write_fewColours_losesNothing() throws Exception {
    BufferedImage chart = chart(63); // and white
    ChartFile.write(folder.resolve("chart.png"), chart);
    BufferedImage read = ImageIO.read(folder.resolve("chart.png").toFile());
    for (int y = 0; y < chart.getHeight(); y++) {
      for (int x = 0; x < chart.getWidth(); x++) {
        assertThat(read.getRGB(x, y)).isEqualTo(chart.getRGB(x, y));
      }
    }
  }

  @Test
  void encode_manyColours_keepsTheFrequentOnesAndRepeatsToTheByte() throws Exception {
    BufferedImage chart = chart(3000);
    byte[] bytes = ChartFile.encode(chart);
    assertThat(ChartFile.encode(chart)).isEqualTo(bytes);
    ChartFile.write(folder.resolve("chart.png"), chart);
    assertThat(folder.resolve("chart.png")).hasBinaryContent(bytes);
    BufferedImage read = ImageIO.read(folder.resolve("chart.png").toFile());
    assertThat(read.getColorModel().getPixelSize()).isEqualTo(8);
    assertThat(new Color(read.getRGB(0, 0))).isEqualTo(Color.WHITE);
    // Black was set once, but is of the 63 smallest of the colours that were.
    assertThat(new Color(read.getRGB(0, 50))).isEqualTo(Color.BLACK);
  }
}
