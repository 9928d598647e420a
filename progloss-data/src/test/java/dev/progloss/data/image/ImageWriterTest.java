package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.progloss.core.error.DataException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {

  @TempDir Path folder;

  @Test
  void write_png_readsBackToTheBit() {
    Image noise = noise(37, 23);
    Path file = folder.resolve("größe 1.PNG");

    ImageWriter.write(file, noise);

    assertThat(ImageReader.read(file).rgb()).isEqualTo(noise.rgb());
  }

  @Test
  void write_jpegOfRed_readsBackRedNotBlue() {
    Image red = Image.filled(16, 16, 0);
    for (int i = 0; i < red.rgb().length; i += 3) {
      red.rgb()[i] = (byte) 200;
    }
    Path file = folder.resolve("red.jpg");

    ImageWriter.write(file, red);

    Image back = ImageReader.read(file);
    assertThat(back.at(8, 8, 0)).isCloseTo(200, within(3));
    assertThat(back.at(8, 8, 2)).isCloseTo(0, within(3));
  }

  @Test
  void encode_twice_sameBytes() {
    Image noise = noise(50, 40);

    assertThat(ImageWriter.encode(noise, ImageFormat.JPEG))
        .isEqualTo(ImageWriter.encode(noise, ImageFormat.JPEG));
    assertThat(ImageWriter.encode(noise, ImageFormat.PNG))
        .isEqualTo(ImageWriter.encode(noise, ImageFormat.PNG));
  }

  @Test
  void write_unknownEnding_isRefused() {
    assertThatThrownBy(() -> ImageWriter.write(folder.resolve("a.tif"), noise(2, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("must end in .png, .jpg or .jpeg");
  }

  private static Image noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(26).nextBytes(rgb);
    return new Image(width, height, rgb);
  }
}
