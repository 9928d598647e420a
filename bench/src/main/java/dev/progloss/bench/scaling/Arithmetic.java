package dev.progloss.bench.scaling;

import dev.progloss.model.architecture.Census;
import dev.progloss.model.architecture.DetectorConfig;
import dev.progloss.model.architecture.Network;
import dev.progloss.model.architecture.Scale;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a GPU and several machines should give, from counts alone: estimates, nothing measured. */
final class Arithmetic {

  private static final int CLASSES = 80;
  private static final int SIDE = 640;

  /** The way back costs about twice the way there. */
  private static final int TRAINING_FLOPS = 3;

  /**
   * How often an output of a convolution crosses the memory bus in a step: written by the
   * convolution, the normalisation and the activation and read by the next of them, and about as
   * much twice on the way back.
   */
  private static final int CROSSINGS = 15;

  /** A middling GPU, in round numbers. */
  private static final double GPU_FLOPS = 10e12;

  private static final double GPU_SHARE = 0.4;
  private static final double GPU_BYTES = 500e9;

  private static final int MACHINES = 8;

  /** Bytes a second of 10 and 100 Gbit/s. */
  private static final List<Double> NETWORKS = List.of(1.25e9, 12.5e9);

  /** Efficiency asked of several machines. */
  private static final double EFFICIENCY = 0.9;

  private Arithmetic() {}

  static void print(PrintStream out) {
    Census base = census(Scale.N);
    line(out, "%n640 pixels, %d classes; FLOPs of one image, forward", CLASSES);
    line(out, "model     params M  times n   GFLOPs  times n   outputs M");
    for (Scale scale : List.of(Scale.N, Scale.S, Scale.M, Scale.L, Scale.X)) {
      Census census = census(scale);
      line(
          out,
          "%-8s %9.2f %8.1f %8.1f %8.1f %11.1f",
          scale.modelName(),
          census.trainableParameters() / 1e6,
          (double) census.trainableParameters() / base.trainableParameters(),
          flops(census) / 1e9,
          flops(census) / flops(base),
          census.outputs() / 1e6);
    }
    gpu(out);
    machines(out);
  }

  private static void gpu(PrintStream out) {
    line(out, "%nESTIMATE, untested: a GPU of 10 TFLOP/s used at 40 %% and 500 GB/s, one image");
    line(out, "model     ms of arithmetic  ms of memory  images/s at most");
    for (Scale scale : List.of(Scale.N, Scale.S, Scale.M, Scale.L, Scale.X)) {
      Census census = census(scale);
      double compute = TRAINING_FLOPS * flops(census) / (GPU_FLOPS * GPU_SHARE);
      double memory = (double) CROSSINGS * Float.BYTES * census.outputs() / GPU_BYTES;
      line(
          out,
          "%-8s %17.1f %13.1f %17.0f",
          scale.modelName(),
          1e3 * compute,
          1e3 * memory,
          1 / (compute + memory));
    }
  }

  private static void machines(PrintStream out) {
    line(
        out,
        "%nESTIMATE, untested: %d machines, ring all-reduce 2(N-1)/N x bytes / bandwidth",
        MACHINES);
    line(
        out, "model     gradient MB  ms at 10 Gbit/s  step of 90 %%  at 100 Gbit/s  step of 90 %%");
    for (Scale scale : List.of(Scale.N, Scale.S, Scale.M, Scale.L, Scale.X)) {
      double bytes = (double) Float.BYTES * census(scale).trainableParameters();
      double slow = 1e3 * allReduce(bytes, NETWORKS.get(0));
      double fast = 1e3 * allReduce(bytes, NETWORKS.get(1));
      line(
          out,
          "%-8s %12.1f %16.1f %12.0f %14.1f %13.0f",
          scale.modelName(),
          bytes / 1e6,
          slow,
          leastStep(slow),
          fast,
          leastStep(fast));
    }
  }

  private static double allReduce(double bytes, double bandwidth) {
    return 2.0 * (MACHINES - 1) / MACHINES * bytes / bandwidth;
  }

  /** How long a step must be for step / (step + allReduce) to reach the efficiency. */
  private static double leastStep(double allReduce) {
    return allReduce * EFFICIENCY / (1 - EFFICIENCY);
  }

  private static Census census(Scale scale) {
    return Census.of(Network.of(DetectorConfig.of(scale, CLASSES)), SIDE);
  }

  private static double flops(Census census) {
    return 2.0 * (census.convolutionMacs() + census.attentionMacs());
  }

  private static void line(PrintStream out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
