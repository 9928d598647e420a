package dev.progloss.train.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.box.Box;
import dev.progloss.core.detection.Annotation;
import dev.progloss.data.dataset.Sample;
import dev.progloss.data.image.Image;
import dev.progloss.torch.device.ComputeDevice;
import dev.progloss.torch.device.Heap;
import dev.progloss.torch.scope.TensorScope;
import dev.progloss.torch.testkit.LeakCheck;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class BatchTorchTest {

  /** Two pictures of 2 x 2; value of pixel (x, y), channel c of picture b: 100b + 30c + 10y + x. */
  private static Batch batch() {
    Sample[] samples = new Sample[2];
    for (int b = 0; b < 2; b++) {
      byte[] rgb = new byte[12];
      for (int i = 0; i < 12; i++) {
        int pixel = i / 3;
        rgb[i] = (byte) (100 * b + 30 * (i % 3) + 10 * (pixel / 2) + pixel % 2);
      }
      Annotation annotation = Annotation.of(b, new Box(0, 0, 1, 2));
      samples[b] = new Sample("s" + b, new Image(2, 2, rgb), List.of(annotation));
    }
    return Batch.of(List.of(samples));
  }

  @Test
  void images_areRgbPlanesInUnitRange() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor images = batch().images(ComputeDevice.CPU);
      assertThat(images.shape()).containsExactly(2, 3, 2, 2);
      float[] values = Heap.floats(images);
      for (int b = 0; b < 2; b++) {
        for (int c = 0; c < 3; c++) {
          for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 2; x++) {
              float expected = (100 * b + 30 * c + 10 * y + x) / 255f;
              assertThat(values[((b * 3 + c) * 2 + y) * 2 + x]).isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  @Test
  void images_manyTimes_leavesNothingBehind() {
    Batch batch = batch();
    LeakCheck.assertNoLeak(
        100,
        () -> {
          try (TensorScope scope = TensorScope.open()) {
            assertThat(batch.images(ComputeDevice.CPU).numel()).isEqualTo(24);
          }
        });
  }

  @Test
  void truth_keepsOrderClassesAndBoxes() {
    assertThat(batch().truth().get(1).classes()).containsExactly(1);
    assertThat(batch().truth().get(1).boxes()).containsExactly(new Box(0, 0, 1, 2));
  }

  @Test
  void of_otherSides_isRefused() {
    Sample small = new Sample("small", Image.filled(2, 2, 0), List.of());
    Sample wide = new Sample("wide", Image.filled(4, 2, 0), List.of());
    assertThatThrownBy(() -> Batch.of(List.of(small, wide)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wide");
  }
}
