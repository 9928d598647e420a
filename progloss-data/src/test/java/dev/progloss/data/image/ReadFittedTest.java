package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scaling while reading gives the pixels that scaling afterwards gives. */
class ReadFittedTest {

  @TempDir Path folder;

  private static Image noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(width).nextBytes(rgb);
    return new Image(width, height, rgb);
  }

  private void requireSame(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("picture"), bytes);
    Image whole = ImageReader.read(file);
    for (int side : new int[] {1, 17, 31, 62, 64, 100}) {
      var fitted = ImageReader.readFitted(file, 1 << 20, side);
      Image expected = Resizer.fit(whole, side);
      assertThat(fitted.original()).isEqualTo(whole.size());
      assertThat(fitted.image().size()).isEqualTo(expected.size());
      assertThat(fitted.image().rgb()).as("side %d", side).isEqualTo(expected.rgb());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageFormat.class,
      names = {"JPEG", "PNG"})
  void readFitted_anyFormat_sameAsReadThenFit(ImageFormat format) throws IOException {
    requireSame(ImageWriter.encode(noise(62, 41), format));
    requireSame(ImageWriter.encode(noise(30, 62), format));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void readFitted_anyOrientation_sameAsReadThenFit(int orientation) throws IOException {
    byte[] jpeg = ImageWriter.encode(noise(62, 41), ImageFormat.JPEG);
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(jpeg, 0, 2);
    turned.write(exif);
    turned.write(jpeg, 2, jpeg.length - 2);
    requireSame(turned.toByteArray());
  }

  @Test
  void readFitted_endMarkerLost_sameAsReadThenFit() throws IOException {
    byte[] jpeg = ImageWriter.encode(noise(62, 41), ImageFormat.JPEG);
    requireSame(Arrays.copyOf(jpeg, jpeg.length - 2));
  }

  @Test
  void readFitted_cutOff_isRefusedAsByRead() throws IOException {
    byte[] jpeg = ImageWriter.encode(noise(62, 41), ImageFormat.JPEG);
    Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(jpeg, jpeg.length / 2));
    assertThatThrownBy(() -> ImageReader.readFitted(file, 1 << 20, 32))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ends early");
  }
}
