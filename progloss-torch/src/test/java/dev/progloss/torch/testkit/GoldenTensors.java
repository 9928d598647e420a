package dev.progloss.torch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.progloss.torch.device.Heap;
import dev.progloss.torch.weights.SafetensorsFile;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;

/** Reads tensors of the reference vectors as arrays and compares tensors with them. */
public final class GoldenTensors {

  private final SafetensorsFile file;

  private GoldenTensors(SafetensorsFile file) {
    this.file = file;
  }

  /** The tensors of this file. */
  public static GoldenTensors open(Path path) {
    return new GoldenTensors(SafetensorsFile.open(path));
  }

  /** The file itself. */
  public SafetensorsFile file() {
    return file;
  }

  /** Whether there is such a tensor. */
  public boolean has(String name) {
    return file.has(name);
  }

  /** Its shape. */
  public long[] shape(String name) {
    return file.shape(name);
  }

  /** Its numbers. */
  public double[] doubles(String name) {
    try (Tensor tensor = file.read(name)) {
      return Heap.doubles(tensor);
    }
  }

  /** Its numbers. */
  public float[] floats(String name) {
    try (Tensor tensor = file.read(name)) {
      return Heap.floats(tensor);
    }
  }

  /** Its numbers. */
  public int[] ints(String name) {
    double[] values = doubles(name);
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  /** Asserts that each number is within a distance of the expected. */
  public static void assertClose(String what, double[] got, double[] expected, double tolerance) {
    assertThat(got).as(what).hasSameSizeAs(expected);
    double worst = 0;
    int at = -1;
    for (int i = 0; i < got.length; i++) {
      double gap = Math.abs(got[i] - expected[i]);
      if (!(gap <= worst)) {
        worst = gap;
        at = i;
      }
    }
    assertThat(at < 0 || worst <= tolerance)
        .as("%s: largest gap %s at %s, tolerance %s", what, worst, at, tolerance)
        .isTrue();
  }
}
