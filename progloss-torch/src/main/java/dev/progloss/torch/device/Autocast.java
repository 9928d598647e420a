package dev.progloss.torch.device;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * While it is open, LibTorch computes what its thread asks for in bfloat16 where that is known to
 * be harmless: convolutions and products of matrices read float32 and hand out bfloat16. What reads
 * those goes on in bfloat16; parameters and their gradients stay float32.
 *
 * <p>Opened in try-with-resources only, around a forward pass and nothing else. Closing on another
 * thread throws {@link IllegalStateException}.
 */
public final class Autocast implements AutoCloseable {

  /*
   * The switch is the thread's and outlives a forward pass that fails: whatever that thread computed
   * next would be in bfloat16 too. Hence a guard, which puts back what was before.
   */

  private final Thread owner;
  private final DeviceType device;
  private final boolean wasEnabled;
  private final ScalarType before;

  private Autocast(DeviceType device, boolean wasEnabled, ScalarType before) {
    this.owner = Thread.currentThread();
    this.device = device;
    this.wasEnabled = wasEnabled;
    this.before = before;
  }

  /** Computes in bfloat16 on this kind of device from here on. */
  public static Autocast bfloat16(ComputeDevice where) {
    DeviceType device = where.type();
    Autocast autocast =
        new Autocast(device, torch.is_autocast_enabled(device), torch.get_autocast_dtype(device));
    int unused = torch.increment_nesting();
    torch.set_autocast_dtype(device, ScalarType.BFloat16);
    torch.set_autocast_enabled(device, true);
    return autocast;
  }

  /** Whether the calling thread computes in lower precision on this kind of device. */
  static boolean isOn(ComputeDevice where) {
    return torch.is_autocast_enabled(where.type());
  }

  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "autocast must be closed by the thread that opened it, "
              + owner.getName()
              + ", got "
              + Thread.currentThread().getName());
    }
    torch.set_autocast_enabled(device, wasEnabled);
    torch.set_autocast_dtype(device, before);
    if (torch.decrement_nesting() == 0) {
      torch.clear_cache(); // of weights in bfloat16: the next step moves the weights
    }
  }
}
