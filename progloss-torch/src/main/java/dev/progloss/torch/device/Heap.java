package dev.progloss.torch.device;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The doors between Java arrays and tensors. Each call copies once. */
public final class Heap {

  private Heap() {}

  /** The numbers as float32, in row-major order; waits for the device. */
  public static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    if (values.length > 0) { // an empty tensor has no memory to point at
      try (Tensor plain = onCpu(tensor, ScalarType.Float);
          FloatPointer data = plain.data_ptr_float()) {
        data.get(values);
      }
    }
    return values;
  }

  /** The numbers as float64, in row-major order; waits for the device. */
  public static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.numel())];
    if (values.length > 0) { // an empty tensor has no memory to point at
      try (Tensor plain = onCpu(tensor, ScalarType.Double);
          DoublePointer data = plain.data_ptr_double()) {
        data.get(values);
      }
    }
    return values;
  }

  /** The numbers as int64, in row-major order; waits for the device. */
  public static long[] longs(Tensor tensor) {
    long[] values = new long[Math.toIntExact(tensor.numel())];
    if (values.length > 0) { // an empty tensor has no memory to point at
      try (Tensor plain = onCpu(tensor, ScalarType.Long);
          LongPointer data = plain.data_ptr_long()) {
        data.get(values);
      }
    }
    return values;
  }

  /** A float32 tensor on the CPU of this shape; scoped. */
  public static Tensor tensor(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** A float64 tensor on the CPU of this shape; scoped. */
  public static Tensor tensor(double[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** An int64 tensor on the CPU of this shape; scoped. */
  public static Tensor tensor(long[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** An uint8 tensor on the CPU of this shape; scoped. */
  public static Tensor tensor(byte[] values, long... shape) {
    try (TensorOptions options = new TensorOptions(ScalarType.Byte)) {
      Tensor made = torch.empty(shape, options, new org.bytedeco.pytorch.MemoryFormatOptional());
      try (BytePointer data = new BytePointer(made.data_ptr())) {
        data.put(values);
      }
      return made;
    }
  }

  private static Tensor onCpu(Tensor tensor, ScalarType type) {
    try (Tensor detached = tensor.detach();
        Device cpu = new Device(torch.DeviceType.CPU);
        Tensor moved = detached.to(cpu, type)) {
      return moved.contiguous();
    }
  }
}
