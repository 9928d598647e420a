package dev.progloss.train.session;

import com.sun.management.OperatingSystemMXBean;
import dev.progloss.core.error.ConfigException;
import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.Network;
import dev.progloss.torch.device.NativeMessage;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The memory that one step takes at the very least. Asked before training: an operating system that
 * promises more than it has kills the process later, without a word.
 *
 * @param config for the message
 * @param bytes what the step holds at once, at least
 */
record MemoryNeed(TrainConfig config, long bytes) {

  /** A convolution's output and its normalised form are both kept until the way back. */
  private static final long KEPT = 2;

  private static final double GIBI = 1L << 30;

  /** The need of a config. */
  static MemoryNeed of(TrainConfig config, int classes) {
    TrainConfig.Model model = config.model();
    Network network = Network.of(model.detector(classes));
    long outputs = Census.of(network, model.imageSide()).outputs();
    double bytes = (double) Float.BYTES * KEPT * outputs * config.length().batch();
    return new MemoryNeed(config, (long) bytes);
  }

  /**
   * Requires that the machine could hold it.
   *
   * @throws ConfigException if it has less memory than that
   */
  void requireFits() {
    long total =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long pixels =
        3L * config.model().imageSide() * config.model().imageSide() * config.length().batch();
    if (bytes > total || pixels > Integer.MAX_VALUE) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "batch=%d of model %s at imgsz=%d needs at least %.1f GiB of memory, this machine has"
                  + " %.1f; choose a smaller batch, imgsz or model",
              config.length().batch(),
              config.model().scale().modelName(),
              config.model().imageSide(),
              bytes / GIBI,
              total / GIBI));
    }
  }

  /** The error to throw for one that a run ended in: where memory ran out, one that says so. */
  static RuntimeException told(RuntimeException e, TrainConfig config) {
    if (!NativeMessage.saysOutOfMemory(e)) {
      return e;
    }
    return new ConfigException(
        "batch="
            + config.length().batch()
            + " at imgsz="
            + config.model().imageSide()
            + " needs more memory than there is; choose a smaller batch, imgsz or model ("
            + NativeMessage.of(e)
            + ")",
        e);
  }
}
