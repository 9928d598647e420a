package dev.progloss.torch.device;

import dev.progloss.core.error.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Where a network computes.
 *
 * @param cudaIndex number of the CUDA device, or -1 for the CPU
 */
public record ComputeDevice(int cudaIndex) {

  /** The processor. */
  public static final ComputeDevice CPU = new ComputeDevice(-1);

  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?|(\\d{1,3})");

  /**
   * The device of this name: {@code cpu}, {@code cuda}, {@code cuda:1} or just {@code 1}.
   *
   * @throws ConfigException if the name is unknown or this machine has no such device
   */
  public static ComputeDevice of(String name) {
    if (name.equals("cpu")) {
      return CPU;
    }
    Matcher matcher = CUDA.matcher(name);
    if (!matcher.matches()) {
      throw new ConfigException("device must be cpu, cuda or cuda:N, got " + name);
    }
    String index = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    int wanted = index == null ? 0 : Integer.parseInt(index);
    int present = cudaCount();
    if (wanted >= present) {
      throw new ConfigException(
          "device must be one that is here ("
              + (present == 0 ? "no CUDA device was found" : "cuda:0 to cuda:" + (present - 1))
              + "), got "
              + name
              + "; use device=cpu, or build with -Pgpu on a machine with a CUDA driver");
    }
    return new ComputeDevice(wanted);
  }

  /** How many CUDA devices there are; 0 without a build for them or without a driver. */
  public static int cudaCount() {
    return torch.hasCUDA() ? Byte.toUnsignedInt(torch.cuda_device_count()) : 0;
  }

  /** LibTorch's word for its kind. */
  DeviceType type() {
    return cudaIndex < 0 ? DeviceType.CPU : DeviceType.CUDA;
  }

  /** The tensor on this device, sharing memory if it is there already; a handle of its own. */
  public Tensor hold(Tensor tensor) {
    if (cudaIndex < 0) {
      return tensor.alias();
    }
    try (Device device = new Device(DeviceType.CUDA, (byte) cudaIndex)) {
      return tensor.to(device, tensor.scalar_type());
    }
  }

  /** Waits until it has done all that it was asked to do; the processor always has. */
  public void await() {
    if (cudaIndex >= 0) {
      torch.cuda_synchronize(cudaIndex);
    }
  }

  @Override
  public String toString() {
    return cudaIndex < 0 ? "cpu" : "cuda:" + cudaIndex;
  }
}
