package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.error.DataException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HostileJpegTest {

  private static byte[] jpeg() {
    return ImageWriter.encode(Image.filled(40, 30, 90), ImageFormat.JPEG);
  }

  private static int frame(byte[] jpeg) {
    for (int at = 0; ; at++) {
      if (jpeg[at] == (byte) 0xff && jpeg[at + 1] == (byte) 0xc0) {
        return at;
      }
    }
  }

  @Test
  void problem_componentWithoutSamples_isTold() {
    byte[] jpeg = jpeg();
    int factorsOfFirst = frame(jpeg) + 11;
    jpeg[factorsOfFirst] = 0;
    assertThat(JpegScanCheck.problem(jpeg)).isEqualTo("a component of the frame has no samples");
    jpeg[factorsOfFirst] = 0x10;
    assertThat(JpegScanCheck.problem(jpeg)).isEqualTo("a component of the frame has no samples");
  }

  @Test
  void decode_fewBytesThatClaimManyPixelsAndHaveNoEnd_refusesBeforeDecoding() {
    byte[] jpeg = Arrays.copyOf(jpeg(), jpeg().length - 2);
    int size = frame(jpeg) + 5;
    jpeg[size] = 0x30; // 12,318 rows of 12,328 pixels: 152 million
    jpeg[size + 2] = 0x30;
    assertThatThrownBy(() -> ImageReader.decode("huge.jpg", jpeg))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("JPEG ends early");
  }

  @Test
  void decode_noEndButAllPixels_isReadAsBefore() {
    byte[] jpeg = Arrays.copyOf(jpeg(), jpeg().length - 2);
    assertThat(ImageReader.decode("a.jpg", jpeg).width()).isEqualTo(40);
  }
}
