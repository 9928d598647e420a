package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class ImageLeakTest {

  @Test
  void everyNativeCall_ahundredTimes_leavesNoPointers() {
    byte[] file = ImageWriter.encode(Image.filled(40, 30, 90), ImageFormat.JPEG);
    once(file);
    long before = Pointer.totalCount();

    for (int i = 0; i < 100; i++) {
      once(file);
    }

    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  private static void once(byte[] file) {
    Image image = ImageReader.decode("gray.jpg", file);
    LetterboxedImage.of(image, 64);
    Warp.affine(image, new double[] {1, 0, 1, 0, 1, 0}, 20, 20, 0);
    Warp.perspective(image, new double[] {1, 0, 1, 0, 1, 0, 0, 0, 1}, 20, 20, 0);
    ImageWriter.encode(image, ImageFormat.PNG);
  }
}
