package dev.progloss.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.data.dataset.Split;
import dev.progloss.data.image.Image;
import dev.progloss.data.image.ImageReader;
import dev.progloss.data.image.ImageWriter;
import dev.progloss.data.image.Resizer;
import dev.progloss.data.synthetic.DrawnDataset;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintTest {

  private static final DrawnDataset DRAWN = new DrawnDataset(3, Split.TRAIN, 40, 256);

  @TempDir Path folder;

  @Test
  void distance_halfSizeAndRecompressed_looksAlike() {
    for (int i = 0; i < 10; i++) {
      Image image = DRAWN.read(i).image();
      Path jpeg = folder.resolve(i + ".jpg");
      ImageWriter.write(jpeg, Resizer.resize(image, 128, 128));
      Fingerprint copy = Fingerprint.of(ImageReader.read(jpeg));
      Fingerprint original = Fingerprint.of(image);
      assertThat(original.distance(copy)).as("picture %d", i).isLessThan(Fingerprint.ALIKE);
      assertThat(copy.pixels()).isNotEqualTo(original.pixels());
    }
  }

  @Test
  void distance_otherPictures_isFarAway() {
    for (int i = 1; i < DRAWN.size(); i++) {
      Fingerprint other = Fingerprint.of(DRAWN.read(i).image());
      assertThat(Fingerprint.of(DRAWN.read(0).image()).distance(other))
          .isGreaterThan(2 * Fingerprint.ALIKE);
    }
  }

  @Test
  void of_onePictureTwice_isTheSame() {
    assertThat(Fingerprint.of(DRAWN.read(0).image()))
        .isEqualTo(Fingerprint.of(DRAWN.read(0).image()));
  }

  @Test
  void of_sameBytesInAnotherShape_areOtherPixels() {
    byte[] rgb = new byte[3 * 6];
    assertThat(Fingerprint.of(new Image(2, 3, rgb)).pixels())
        .isNotEqualTo(Fingerprint.of(new Image(3, 2, rgb)).pixels());
  }

  @Test
  void of_evenPicture_isPlain_alsoWithFewerPixelsThanCells() {
    assertThat(Fingerprint.of(Image.filled(40, 30, 200)).isPlain()).isTrue();
    assertThat(Fingerprint.of(Image.filled(1, 2, 7)).isPlain()).isTrue();
    assertThat(Fingerprint.of(DRAWN.read(0).image()).isPlain()).isFalse();
  }
}
