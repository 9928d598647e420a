package dev.progloss.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    try (Easel easel = Easel.open(114)) {
      for (int side : new int[] {30, 60, 30}) {
        easel.begin(side, PixelArea.square(side));
        easel.lay(image, -5, 3, PixelArea.square(side));
        easel.pasteMirrored(List.of(new PixelArea(1, 1, 9, 9)));
        easel.show();
        easel.showMoved(new double[] {1, 0, 1, 0, 1, 0, 0, 0, 1}, 20);
        easel.mirror(true, false);
        easel.recolour(1.1, 0.5, 2);
        easel.exchangeRedBlue();
        easel.image();
      }
    }
  }
}
